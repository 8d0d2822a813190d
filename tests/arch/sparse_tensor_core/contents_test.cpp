// SPDX-License-Identifier: Apache-2.0
// What L2 holds, which SMs stand for which, and which tile is chosen.
#include "arch/sparse_tensor_core/block_cache.hpp"
#include "arch/sparse_tensor_core/followers.hpp"
#include "arch/sparse_tensor_core/gemm_bench.hpp"
#include "arch/sparse_tensor_core/sm_group.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::sparse_tensor_core;
using core::Cycles;
using core::Edge;

namespace {

const std::vector<OperandMap::Block> four_blocks{{0, 100}, {128, 100}, {256, 100}, {384, 100}};

std::vector<std::uint32_t> followers_due(Followers& followers, std::uint64_t edge) {
  std::vector<std::uint32_t> due;
  while (const auto next = followers.take(Edge{edge})) due.push_back(next->follower);
  return due;
}

Params a100() {
  Params params;
  params.gpu.sms = 108;
  params.l2.bytes_per_edge = 5120;
  params.dram.bandwidth_gb_per_s = 1555;
  return params;
}

std::optional<Tile> chosen(const Params& params, const GemmSize& size, bool sparse) {
  const auto instruction =
      make_instruction(params.sm.tensor_core, OperandType::fp16, sparse, kernel_passes);
  return choose_tile(params, instruction, OutputType::fp32, size, 1.41);
}

}  // namespace

TEST_CASE("the block used least recently makes room, one on its way does not") {
  BlockCache cache{four_blocks, 200, 100};
  CHECK_FALSE(cache.use(0));
  CHECK(cache.use(0));
  CHECK(cache.on_its_way(0));
  cache.arrived(0);
  CHECK_FALSE(cache.use(1));
  cache.arrived(1);
  CHECK(cache.use(0));
  CHECK_FALSE(cache.use(2));  // block 1 goes
  CHECK(cache.use(0));
  CHECK_FALSE(cache.use(1));  // block 0 goes, 2 is on its way
  CHECK(cache.on_its_way(2));
  CHECK(cache.bytes() == 200);
  CHECK_FALSE(cache.use(0));
}

TEST_CASE("outputs push blocks out, take no more than their share, and leave when written") {
  BlockCache cache{four_blocks, 300, 120};
  for (const std::uint32_t id : {0U, 1U, 2U}) {
    CHECK_FALSE(cache.use(id));
    cache.arrived(id);
  }
  CHECK(cache.take_outputs(60));
  CHECK(cache.take_outputs(60));
  CHECK_FALSE(cache.take_outputs(1));
  CHECK(cache.bytes() == 220);  // blocks 0 and 1 went
  CHECK(cache.use(2));
  cache.outputs_written(60);
  CHECK(cache.take_outputs(60));
}

TEST_CASE("outputs larger than their share get in alone") {
  BlockCache cache{four_blocks, 300, 10};
  CHECK(cache.take_outputs(50));
  CHECK_FALSE(cache.take_outputs(1));
  cache.outputs_written(50);
  CHECK(cache.take_outputs(1));
}

TEST_CASE("followers ask with their leader until slabs come, and behind it by their lag after") {
  Followers followers{2};
  const auto first = followers.ask(Edge{10}, {false, 0, 0});
  const auto due = followers.take(Edge{10});
  REQUIRE(due);
  CHECK(due->follower == 1);
  CHECK(due->request.tile == 1);
  CHECK(due->asked == first);
  CHECK(followers_due(followers, 10) == std::vector<std::uint32_t>{2});
  followers.leader_served(Edge{100});
  followers.served(1, Edge{130});
  CHECK_FALSE(followers.waits(1));
  CHECK(followers.waits(2));
  followers.ask(Edge{200}, {false, 0, 1});
  CHECK(followers_due(followers, 229).empty());
  CHECK(followers.next() == Edge{230});
  CHECK(followers_due(followers, 230) == std::vector<std::uint32_t>{1});
  CHECK_FALSE(followers.next());  // the other has had no slab
  followers.served(2, Edge{160});
  CHECK(followers.next() == Edge{260});
  CHECK(followers_due(followers, 260) == std::vector<std::uint32_t>{2});
  CHECK(followers.lags().at_start == Cycles{90});
  CHECK(followers.lags().at_end == Cycles{90});
}

TEST_CASE("a follower that L2 serves later than its leader falls behind, sooner catches up") {
  Followers followers{1};
  followers.ask(Edge{0}, {false, 0, 0});
  followers_due(followers, 0);
  followers.leader_served(Edge{10});
  followers.served(1, Edge{30});
  const auto tile = followers.ask(Edge{50}, {false, 4, 0});
  followers.leader_waited(tile, Cycles{7});
  CHECK(followers_due(followers, 70).size() == 1);
  followers.waited(1, tile, Cycles{12});
  followers.ask(Edge{100}, {true, 4, 0});
  CHECK(followers.next() == Edge{125});
  CHECK(followers.lags().at_start == Cycles{20});
  CHECK(followers.lags().at_end == Cycles{25});
  followers_due(followers, 125);
  followers.waited(1, tile, Cycles{0});
  followers.ask(Edge{200}, {true, 4, 1});
  CHECK(followers.next() == Edge{218});
}

TEST_CASE("SMs with as many tiles form a group, and all tiles belong to one") {
  Params params;
  params.gpu.sms = 4;
  const GemmBench even{{128, 256, 64}, params};     // 8 tiles
  const GemmBench partial{{192, 192, 64}, params};  // 9
  const GemmBench few{{64, 128, 64}, params};       // 2
  const auto counts = [](const GemmBench& bench, SimulatedSms sms) {
    std::vector<std::uint32_t> of;
    for (const SmGroup& group : sm_groups(bench.plan, sms)) of.push_back(group.count);
    return of;
  };
  using V = std::vector<std::uint32_t>;
  CHECK(counts(even, SimulatedSms::one) == V{4});
  CHECK(counts(partial, SimulatedSms::one) == V{1, 3});
  CHECK(counts(few, SimulatedSms::one) == V{2});
  CHECK(counts(partial, SimulatedSms::all) == V{1, 1, 1, 1});
  CHECK(counts(partial, SimulatedSms::automatic) == V{1, 1, 1, 1});
  const auto groups = sm_groups(partial.plan, SimulatedSms::one);
  for (const SmGroup& group : groups) {
    for (std::uint32_t n = 0; n < group.count; ++n) {
      CHECK(partial.plan.tiles_of(group.first + n) == partial.plan.tiles_of(group.first));
    }
  }
  CHECK(text_of(groups, 4) == "2 of 4: number 0 for 1, number 1 for 3");
}

TEST_CASE("large GEMMs get large tiles, small ones as many tiles as there are SMs") {
  const auto large = chosen(a100(), {1, 16384, 16384, 16384}, true);
  REQUIRE(large);
  CHECK(large->m * large->n == 256 * 128);
  const auto small = chosen(a100(), {1, 512, 512, 4096}, true);
  REQUIRE(small);
  CHECK(small->m * small->n == 64 * 64);
}

TEST_CASE("a tile needs its shared memory, and 255 registers of a thread but no more") {
  Params params = a100();
  const auto instruction =
      make_instruction(params.sm.tensor_core, OperandType::fp16, false, kernel_passes);
  const Tile tile{128, 128, 64, 3, 2, 2};
  const auto refusal = [&] { return tile_refusal(tile, instruction, params.sm, OutputType::fp32); };
  params.sm.shared_kib = 96;
  CHECK(refusal().empty());
  params.sm.shared_kib = 95;
  CHECK(refusal().find("sm.shared_kib: 95") != std::string::npos);
  params.sm.shared_kib = 164;
  // Sums 128, two sets of fragments 64.
  params.sm.thread_registers = 255 - 128 - 64;
  CHECK(refusal().empty());
  ++params.sm.thread_registers;
  CHECK(refusal().find("needs 256 registers") != std::string::npos);
}
