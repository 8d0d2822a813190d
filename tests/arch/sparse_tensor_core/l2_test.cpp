// SPDX-License-Identifier: Apache-2.0
// Edges and traffic of L2 in front of a DRAM that answers after 100 edges.
#include "arch/sparse_tensor_core/l2.hpp"

#include <map>
#include <memory>
#include <string>

#include "arch/sparse_tensor_core/gemm_bench.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::sparse_tensor_core;
using core::Activity;
using core::Edge;
using test::Probe;

namespace {

using Edges = std::vector<std::uint64_t>;

constexpr std::uint64_t dram_latency = 100;
constexpr std::uint32_t burst = 8192;  // a block of the bench

/// An L2 of 64 bytes an edge and 50 edges of latency between scripted SMs and DRAM.
class Bench {
 public:
  struct Script {
    std::multimap<std::uint64_t, LoadRequest> loads;
    std::multimap<std::uint64_t, WarpDone> stores;
  };

  Bench(const GemmBench& gemm, std::uint32_t kib, std::uint32_t sms, std::uint32_t followers,
        std::size_t dram_slots = 64)
      : simulation_{settings()},
        requests_{simulation_, "requests", dram_slots},
        responses_{simulation_, "responses", 64},
        l2_{"l2", simulation_, params(kib), burst, {gemm.map, false}} {
    l2_.out_requests.bind(requests_);
    l2_.in_responses.bind(responses_);
    for (std::uint32_t sm = 0; sm < sms; ++sm) {
      ports_.push_back(std::make_unique<Port>(simulation_));
      l2_.connect(ports_.back()->loads, ports_.back()->loaded, ports_.back()->stores, followers);
    }
    script.resize(sms);
    answered.resize(sms);
  }

  void run(std::uint64_t edges) {
    Probe world{"world", simulation_, [&](Probe& probe) {
                  step(probe.now());
                  if (probe.now() == Edge{edges}) probe.simulation().finish(probe.now());
                  return Activity::busy;
                }};
    simulation_.run();
  }
  const L2& l2() const { return l2_; }

  std::vector<Script> script;
  std::vector<Edges> answered;
  Edges stores_taken;  // edges at which a store has left the channel
  std::vector<std::pair<std::uint64_t, bool>> to_dram;  // edge, write

 private:
  struct Port {
    explicit Port(kernel::Simulation& simulation)
        : loads{simulation, "loads", 8},
          loaded{simulation, "loaded", 8},
          stores{simulation, "stores", 1} {}
    kernel::Channel<LoadRequest> loads;
    kernel::Channel<LoadResponse> loaded;
    kernel::Channel<WarpDone> stores;
  };

  static kernel::Settings settings() {
    kernel::Settings settings;
    settings.single_step = GENERATE(false, true);
    return settings;
  }
  static L2Params params(std::uint32_t kib) {
    L2Params params;
    params.kib = kib;
    params.bytes_per_edge = 64;
    params.latency_edges = 50;
    return params;
  }

  void step(Edge now) {
    for (std::size_t sm = 0; sm < ports_.size(); ++sm) {
      Port& port = *ports_[sm];
      const auto [first, last] = script[sm].loads.equal_range(now.number());
      for (auto load = first; load != last; ++load) port.loads.push(load->second, now);
      auto& stores = script[sm].stores;
      if (!stores.empty() && stores.begin()->first <= now.number() && port.stores.can_push(now)) {
        port.stores.push(stores.begin()->second, now);
        stores.erase(stores.begin());
        stores_taken.push_back(now.number());
      }
      while (port.loaded.can_pop(now)) {
        port.loaded.pop(now);
        answered[sm].push_back(now.number());
      }
    }
    while (requests_.can_pop(now)) {
      const auto request = requests_.pop(now);
      to_dram.emplace_back(now.number(), request.write);
      due_.emplace(now.number() + dram_latency, request.tag);
    }
    while (!due_.empty() && due_.begin()->first <= now.number()) {
      responses_.push({due_.begin()->second}, now);
      due_.erase(due_.begin());
    }
  }

  kernel::Simulation simulation_;
  kernel::Channel<memory::MemoryRequest> requests_;
  kernel::Channel<memory::MemoryResponse> responses_;
  L2 l2_;
  std::vector<std::unique_ptr<Port>> ports_;
  std::multimap<std::uint64_t, std::uint32_t> due_;
};

}  // namespace

TEST_CASE("a slab that misses waits for DRAM, one that hits for bandwidth and latency alone") {
  const GemmBench gemm{{64, 64, 128}};
  Bench bench{gemm, 1024, 1, 0};
  bench.script[0].loads = {{0, {0, 0, 0}}, {1000, {0, 0, 0}}};
  bench.run(2000);
  // Asked for at 1, in DRAM's channel at 2, back at 103. 16 KiB are 256 edges of bandwidth.
  CHECK(bench.to_dram.size() == 2);
  CHECK(bench.to_dram.front().first == 2);
  CHECK(bench.answered[0] == Edges{1 + 256 + 50 + 1, 1001 + 256 + 50 + 1});
  CHECK(bench.l2().bytes() == 2 * 16384);
  CHECK(bench.l2().stats().read.value() == 2 * 512);
  CHECK(bench.l2().stats().write.value() == 512);
}

TEST_CASE("SMs that ask at once are served one request each in turn, and fetch a block once") {
  const GemmBench gemm{{64, 128, 128}};  // two tiles that share a block
  Bench bench{gemm, 1024, 2, 0};
  bench.script[0].loads = {{0, {0, 0, 0}}, {0, {0, 0, 1}}};
  bench.script[1].loads = {{0, {0, 1, 0}}, {0, {0, 1, 1}}};
  bench.run(2000);
  CHECK(bench.answered[0] == Edges{1 + 256 + 51, 1 + 3 * 256 + 51});
  CHECK(bench.answered[1] == Edges{1 + 2 * 256 + 51, 1 + 4 * 256 + 51});
  CHECK(bench.to_dram.size() == 2 + 4);  // one shared and two others, of each slab
}

TEST_CASE("what a leader asks for, its followers ask for too") {
  const GemmBench gemm{{64, 192, 128}};
  Bench bench{gemm, 1024, 1, 2};
  bench.script[0].loads = {{0, {0, 0, 0}}, {0, {0, 0, 1}}};
  bench.run(3000);
  CHECK(bench.answered[0] == Edges{1 + 256 + 51, 1 + 4 * 256 + 51});
  CHECK(bench.to_dram.size() == 2 + 6);
  CHECK(bench.l2().bytes() == 6 * 16384);
  // Nothing was asked for since their first slabs came.
  CHECK(bench.l2().lags(0).at_end == core::Cycles{0});
}

TEST_CASE("blocks go before outputs, and in turn with them while outputs find no room") {
  const GemmBench gemm{{128, 128, 512}};
  SECTION("there is room") {
    Bench bench{gemm, 1024, 1, 0};
    bench.script[0].loads = {{0, {0, 0, 0}}};
    bench.script[0].stores = {{0, {0, 0, 0, nullptr}}};
    bench.run(500);
    REQUIRE(bench.to_dram.size() == 3);
    CHECK_FALSE(bench.to_dram[0].second);
    CHECK_FALSE(bench.to_dram[1].second);
    CHECK(bench.to_dram[2].second);
    CHECK(bench.l2().stats().read.value() == 512 + 128);  // the slab, and outputs to be written
  }
  SECTION("outputs of two warps fill their share of 8 KiB") {
    Bench bench{gemm, 32, 1, 0, 1};
    for (std::uint32_t warp = 0; warp < 5; ++warp) {
      bench.script[0].stores.emplace(0, WarpDone{0, warp / 4, warp % 4, nullptr});
    }
    bench.script[0].loads = {{0, {0, 0, 0}}, {0, {0, 0, 1}}, {0, {0, 0, 2}}, {0, {0, 0, 3}}};
    bench.run(800);
    // Two have room, the third waits, the fourth stays in the channel, and the fifth cannot leave
    // the SM until DRAM has the first.
    REQUIRE(bench.stores_taken.size() == 5);
    CHECK(bench.stores_taken[3] < dram_latency);
    CHECK(bench.stores_taken[4] > dram_latency);
    // Blocks alone until the third waits; then in turn, as long as there are outputs to send.
    std::string order;
    for (const auto& [edge, write] : bench.to_dram) order += write ? 'w' : 'r';
    CHECK(order.substr(0, 8) == "rrwrwrrr");
  }
}
