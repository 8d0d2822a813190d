// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "arch/scnn/bank_queues.hpp"
#include "arch/scnn/random_rows.hpp"
#include "support/catch.hpp"
#include "support/cpu_levels.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using core::Cycles;
using test::banks_of;
using test::RandomRows;

namespace {

constexpr std::uint64_t start = 100;

/// Blocks with the activations of their slices, some of them without any: what a run goes through.
struct Blocks {
  Blocks(core::RandomStream& random, std::uint32_t lanes_of_vector) : lanes{lanes_of_vector} {
    activations.resize(lanes);  // of slices without values; key 0 has no products
    const std::uint32_t count = test::between(random, 1, 6);
    rows.reserve(count);
    tables.reserve(count);
    for (std::uint32_t b = 0; b < count; ++b) add(random, b);
    std::uint64_t edge = start;
    for (std::uint64_t& from : visible) from = edge += random.below(3);
    free_from.assign(visible.size(), 1);
    arrays.resize(8);  // a ring; what follows the last block is none
  }

  void add(core::RandomStream& random, std::uint32_t slice) {
    const std::uint32_t vectors = test::between(random, 1, 6);
    const RandomRows& of = rows.emplace_back(random, 32, test::Multipliers{4, 9}, vectors);
    const auto elements = static_cast<std::uint16_t>(of.pointers.size());
    std::vector<ScatterRow>& table = tables.emplace_back();
    table.push_back({no_products.data(), 0, 0});
    const std::uint32_t first = elements == 0 ? 0 : static_cast<std::uint32_t>(activations.size());
    for (std::uint32_t a = 0; a < elements; ++a) {
      table.push_back({of.pointers[a], a + 1, a});
      activations.push_back({1, static_cast<std::uint16_t>(a), a + 1});
    }
    while (activations.size() % lanes != 0) activations.push_back({});
    slices.push_back({first, elements, elements, no_dense_tile});
    BlockArrays& block = arrays.emplace_back();
    block.slice = slice;
    block.vectors = vectors;
    block.whole = true;
    block.elements = block.nonzeros = 4 * vectors;
    block.rows = table.data();
    visible.resize(visible.size() + vectors);
  }

  RunState run() {
    RunState run;
    run.blocks = arrays.data();
    run.block_mask = 7;
    run.slice_end = 100;
    run.room = visible.size();
    run.visible = visible.data();
    run.free_from = free_from.data();
    run.inputs = {slices.data(), activations.data(), nullptr};
    run.lanes = lanes;
    run.weights = 4;
    run.skips_activations = true;
    run.at = start;
    return run;
  }

  std::uint32_t lanes;
  std::vector<RandomRows> rows;
  std::vector<std::vector<ScatterRow>> tables;
  std::vector<std::uint8_t> no_products = std::vector<std::uint8_t>(std::size_t{6} * 32);
  std::vector<Activation> activations;
  std::vector<ActivationSlice> slices;
  std::vector<BlockArrays> arrays;
  std::vector<std::uint64_t> visible;
  std::vector<std::uint64_t> free_from;
};

/// What a run has to come to, pass by pass.
struct Passed {
  std::uint64_t at = start;
  std::uint64_t waits = 0;
  RunCounts counts;
  std::vector<std::uint64_t> free_from;
};

class OneByOne {
 public:
  OneByOne(BankQueues& queues, const Blocks& blocks) : queues_{queues}, blocks_{blocks} {}

  Passed passed() {
    for (std::size_t b = 0; b < blocks_.rows.size(); ++b) pass_block(b);
    return passed_;
  }

 private:
  void pass_block(std::size_t b) {
    const auto& rows = blocks_.rows[b].pointers;
    const std::uint32_t vectors = blocks_.rows[b].vectors;
    const std::size_t first_vector = passed_.free_from.size();
    for (std::uint32_t v = 0; rows.empty() && v < vectors; ++v) {
      wait_until(blocks_.visible[first_vector + v]);
      passed_.free_from.push_back(passed_.at + 1);
    }
    for (std::size_t first = 0; first < rows.size(); first += blocks_.lanes) {
      const std::size_t last = std::min(rows.size(), first + blocks_.lanes);
      const std::vector<const std::uint8_t*> held(rows.begin() + static_cast<std::ptrdiff_t>(first),
                                                  rows.begin() + static_cast<std::ptrdiff_t>(last));
      for (std::uint32_t v = 0; v < vectors; ++v) {
        if (first == 0) wait_until(blocks_.visible[first_vector + v]);
        if (last == rows.size()) passed_.free_from.push_back(passed_.at + 1);
        passed_.at += queues_.pass(held, v, v + 1, nullptr).count();
      }
      ++passed_.counts.passes;
      passed_.counts.issues += vectors;
    }
    for (std::size_t a = 0; a < rows.size(); ++a) {
      passed_.counts.sent += a + 1;
      passed_.counts.useful += a;
    }
    passed_.counts.nonzero += rows.size() * vectors * 4;
  }

  void wait_until(std::uint64_t from) {
    if (from <= passed_.at) return;
    queues_.idle(Cycles{from - passed_.at});
    passed_.waits += from - passed_.at;
    passed_.at = from;
  }

  BankQueues& queues_;
  const Blocks& blocks_;
  Passed passed_;
};

}  // namespace

TEST_CASE("a run of blocks equals its passes one by one, with waits in between") {
  const core::CpuLevel level = GENERATE(from_range(test::host_levels()));
  const std::uint32_t lanes = GENERATE(4U, 3U, 16U);
  core::RandomStream random{lanes, "runs"};
  for (int round = 0; round < 100; ++round) {
    CAPTURE(static_cast<int>(level), lanes, round);
    const AccumulatorParams params = banks_of(32, random.below(9), 1 + random.below(16));
    BankQueues in_run{params, scatter_kernels(level), 64};
    BankQueues one_by_one{params, scatter_kernels(level), 64};
    REQUIRE(in_run.goes_in_runs());
    Blocks blocks{random, lanes};
    const Passed expected = OneByOne{one_by_one, blocks}.passed();
    RunState run = blocks.run();
    volatile std::sig_atomic_t work = 0;
    run.work = &work;
    in_run.run(run);
    REQUIRE(run.vectors == blocks.visible.size());
    REQUIRE(run.at == expected.at);
    REQUIRE(run.waits == expected.waits);
    REQUIRE(run.stalls == expected.at - start - expected.waits - expected.counts.issues);
    REQUIRE(blocks.free_from == expected.free_from);
    REQUIRE(run.counts.passes == expected.counts.passes);
    REQUIRE(run.counts.issues == expected.counts.issues);
    REQUIRE(run.counts.sent == expected.counts.sent);
    REQUIRE(run.counts.useful == expected.counts.useful);
    REQUIRE(run.counts.nonzero == expected.counts.nonzero);
    REQUIRE(in_run.backlog() == one_by_one.backlog());
  }
}

TEST_CASE(
    "a run ends before what is not there whole, whose inputs are missing, or that is no block") {
  core::RandomStream random{3, "ends"};
  for (int round = 0; round < 50; ++round) {
    CAPTURE(round);
    BankQueues queues{banks_of(32, 8, 16), scatter_kernels(core::CpuLevel::baseline), 64};
    Blocks blocks{random, 4};
    volatile std::sig_atomic_t work = 0;
    const auto vectors_of_run = [&](const auto& change) {
      RunState run = blocks.run();
      run.work = &work;
      change(run);
      queues.run(run);
      return run.vectors;
    };
    const std::uint32_t last = static_cast<std::uint32_t>(blocks.rows.size()) - 1;
    const std::size_t before_last = blocks.visible.size() - blocks.rows[last].vectors;
    CHECK(vectors_of_run([](RunState& run) { --run.room; }) == before_last);
    CHECK(vectors_of_run([last](RunState& run) { run.slice_end = last; }) == before_last);
    CHECK(vectors_of_run([last](RunState& run) { run.first_block = last + 1; }) == 0);
    blocks.arrays[last].whole = false;
    CHECK(vectors_of_run([](RunState&) {}) == before_last);
  }
}
