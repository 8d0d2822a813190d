// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "kernel/toy_machine.hpp"
#include "support/catch.hpp"

using gossamer::core::Cycles;
using gossamer::kernel::Settings;
using namespace gossamer::test;

namespace {

constexpr std::uint32_t items = 300;

void check_equal(const ToyResult& a, const ToyResult& b) {
  CHECK(a.cycles == b.cycles);
  CHECK(a.checksum == b.checksum);
  CHECK((a.activity == b.activity));
}

}  // namespace

TEST_CASE("bursts and sleep give the cycles, activities and values of single-stepping") {
  const ToyResult fast = run_toy_machine({}, items);
  Settings settings;
  settings.single_step = true;
  const ToyResult slow = run_toy_machine(settings, items);
  check_equal(fast, slow);
  CHECK(fast.burst_edges > 0);
  CHECK(slow.burst_edges == 0);
  CHECK(slow.steps == 4 * slow.cycles.count());
  CHECK(fast.steps < slow.steps / 2);
}

TEST_CASE("the order of the modules within an edge changes nothing, in bursts or edge by edge") {
  const ToyResult in_order = run_toy_machine({}, items);
  Settings settings;
  settings.single_step = GENERATE(false, true);
  settings.module_order = GENERATE(range(1, 11));
  check_equal(in_order, run_toy_machine(settings, items));
}

TEST_CASE("random stalls change cycles and never values") {
  const ToyResult calm = run_toy_machine({}, items);
  std::set<std::uint64_t> cycles;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Settings settings;
    settings.stall_seed = seed;
    settings.single_step = seed % 2 == 0;
    const ToyResult stalled = run_toy_machine(settings, items);
    CHECK(stalled.checksum == calm.checksum);
    for (const auto& activity : stalled.activity) CHECK(activity.total() == stalled.cycles);
    cycles.insert(stalled.cycles.count());
  }
  cycles.erase(calm.cycles.count());
  CHECK(cycles.size() > 5);
}

TEST_CASE("the activities of every module sum to the cycles of the run") {
  Settings settings;
  settings.single_step = GENERATE(false, true);
  const ToyResult result = run_toy_machine(settings, items);
  for (const auto& activity : result.activity) CHECK(activity.total() == result.cycles);
}

TEST_CASE("the same run twice in one process is the same run") {
  Settings settings;
  settings.module_order = 7;
  settings.stall_seed = 7;
  check_equal(run_toy_machine(settings, items), run_toy_machine(settings, items));
}
