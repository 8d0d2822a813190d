// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/step_wait.hpp"

#include <utility>
#include <vector>

#include "support/catch.hpp"

using namespace gossamer;
using arch::planar::StepStart;
using core::Edge;

namespace {

enum class Slot { fill, barrier, sums, drain, output_write };

using Parts = std::vector<std::pair<Slot, std::uint64_t>>;

Parts parts(const StepStart& start, std::uint64_t since, std::uint64_t now) {
  Parts result;
  arch::planar::divide_wait<Slot>(
      start, Edge{since}, Edge{now},
      {Slot::fill, Slot::barrier, Slot::sums, Slot::drain, Slot::output_write},
      [&](Slot slot, core::Cycles edges) { result.emplace_back(slot, edges.count()); });
  return result;
}

/// Of step 2, heard at edge 40.
StepStart start(std::uint64_t pes, std::uint64_t sums, std::uint64_t drained,
                std::uint64_t written) {
  return {2, true, false, Edge{pes}, Edge{sums}, Edge{drained}, Edge{written}};
}

}  // namespace

TEST_CASE("before the first step a PE waits for nothing but its start") {
  CHECK(parts({0, true}, 0, 7) == Parts{{Slot::fill, 7}});
}

TEST_CASE("a wait is divided by what happened, each until the edge after its last") {
  CHECK(parts(start(12, 17, 24, 33), 10, 40) == Parts{{Slot::barrier, 3},
                                                      {Slot::sums, 5},
                                                      {Slot::drain, 7},
                                                      {Slot::output_write, 8},
                                                      {Slot::barrier, 7}});
}

TEST_CASE("what was over before the PE was done, or while others computed, takes no edge") {
  CHECK(parts(start(20, 5, 6, 7), 10, 40) == Parts{{Slot::barrier, 11}, {Slot::barrier, 19}});
  CHECK(parts(start(5, 6, 30, 7), 10, 40) == Parts{{Slot::drain, 21}, {Slot::barrier, 9}});
}

TEST_CASE("no edge is given away that the PE has not waited") {
  CHECK(parts(start(50, 60, 70, 80), 10, 40) == Parts{{Slot::barrier, 30}});
  CHECK(parts(start(50, 60, 70, 80), 40, 40).empty());
}
