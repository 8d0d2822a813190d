// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "arch/scnn/bank_queues.hpp"
#include "arch/scnn/cpu_levels.hpp"
#include "arch/scnn/random_rows.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using core::Cycles;
using test::banks_of;
using test::RandomRows;

namespace {

/// A block that passes twice, then one without activations that passes by: the run of the two, and
/// what it has to come to, pass by pass.
struct TwoBlocks {
  TwoBlocks(core::RandomStream& random, std::uint32_t vector_count)
      : vectors{vector_count},
        passes{RandomRows{random, 32, {4, 4}, vectors}, RandomRows{random, 32, {4, 6}, vectors}},
        visits{Visit{vectors, 2}, Visit{2, 0}},
        rows{passes[0].pointers},
        visible(vectors + 2),
        free_from(vectors + 2, 1),
        unreleased(vectors + 2, 3) {
    for (const RandomRows& pass : passes) {
      lanes.push_back(static_cast<std::uint8_t>(pass.pointers.size()));
    }
    rows.insert(rows.end(), passes[1].pointers.begin(), passes[1].pointers.end());
    std::uint64_t edge = start;
    for (std::uint64_t& from : visible) from = edge += random.below(4);
  }

  static constexpr std::uint64_t start = 100;

  VisitRun run() {
    VisitRun run;
    run.visits = visits.data();
    run.count = 2;
    run.rows = rows.data();
    run.lanes = lanes.data();
    run.visible = visible.data();
    run.free_from = free_from.data();
    run.unreleased = unreleased.data();
    run.at = start;
    return run;
  }

  std::uint32_t vectors;
  std::array<RandomRows, 2> passes;
  std::array<Visit, 2> visits;
  std::vector<const std::uint8_t*> rows;
  std::vector<std::uint8_t> lanes;
  std::vector<std::uint64_t> visible;
  std::vector<std::uint64_t> free_from;
  std::vector<std::uint32_t> unreleased;
};

/// Ends of a run of two blocks whose passes were made one by one.
struct Passed {
  std::uint64_t at = TwoBlocks::start;
  std::uint64_t waits = 0;
  std::vector<std::uint64_t> free_from;
};

Passed pass_one_by_one(BankQueues& queues, const TwoBlocks& blocks) {
  Passed passed;
  const auto wait_until = [&](std::uint64_t from) {
    if (from <= passed.at) return;
    queues.idle(Cycles{from - passed.at});
    passed.waits += from - passed.at;
    passed.at = from;
  };
  const auto pass = [&](const RandomRows& rows, std::uint32_t v) {
    passed.at += queues.pass(rows.pointers, v, v + 1, nullptr).count();
  };
  for (std::uint32_t v = 0; v < blocks.vectors; ++v) {
    wait_until(blocks.visible[v]);
    pass(blocks.passes[0], v);
  }
  for (std::uint32_t v = 0; v < blocks.vectors; ++v) {
    passed.free_from.push_back(passed.at + 1);
    pass(blocks.passes[1], v);
  }
  for (std::uint32_t v = blocks.vectors; v < blocks.vectors + 2; ++v) {
    wait_until(blocks.visible[v]);
    passed.free_from.push_back(passed.at + 1);
  }
  return passed;
}

}  // namespace

TEST_CASE("a run of blocks equals its passes one by one, with waits in between") {
  const core::CpuLevel level = GENERATE(from_range(test::host_levels()));
  core::RandomStream random{5, "runs"};
  for (int round = 0; round < 100; ++round) {
    CAPTURE(static_cast<int>(level), round);
    const AccumulatorParams params = banks_of(32, random.below(9), 1 + random.below(16));
    BankQueues in_run{params, scatter_kernels(level), 24};
    BankQueues one_by_one{params, scatter_kernels(level), 24};
    REQUIRE(in_run.visits());
    TwoBlocks blocks{random, test::between(random, 1, 9)};
    const Passed expected = pass_one_by_one(one_by_one, blocks);
    VisitRun run = blocks.run();
    in_run.visit(run);
    REQUIRE(run.at == expected.at);
    REQUIRE(run.waits == expected.waits);
    const std::uint64_t issued = 2 * blocks.vectors;
    REQUIRE(run.stalls == expected.at - TwoBlocks::start - expected.waits - issued);
    REQUIRE(blocks.free_from == expected.free_from);
    REQUIRE(blocks.unreleased == std::vector<std::uint32_t>(blocks.vectors + 2, 2));
    REQUIRE(in_run.backlog() == one_by_one.backlog());
  }
}
