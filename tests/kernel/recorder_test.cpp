// SPDX-License-Identifier: Apache-2.0
#include "kernel/recorder.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "kernel/toy_machine.hpp"
#include "support/catch.hpp"

using gossamer::core::Activity;
using gossamer::core::Cycles;
using gossamer::core::Edge;
using gossamer::core::Timeline;
using gossamer::kernel::Recorder;
using gossamer::kernel::RecorderSettings;
using gossamer::kernel::Settings;
using namespace gossamer::test;
namespace core = gossamer::core;

namespace {

constexpr std::uint32_t items = 3000;
constexpr core::TimelineCosts costs{100, 10, 100, 8, true, 20, 1, 1};

Timeline record(const RecorderSettings& what, Settings how = {}, std::uint32_t of = items) {
  Recorder recorder{what};
  how.recorder = &recorder;
  recorder.commit(run_toy_machine(how, of).cycles);
  return recorder.timeline();
}

RecorderSettings within(std::uint64_t budget) {
  RecorderSettings settings;
  settings.costs = costs;
  settings.budget = budget;
  return settings;
}

/// What a module did in a cycle of a timeline that holds it.
Activity activity_at(const core::ActivityTrack& track, std::uint64_t cycle) {
  for (const auto& slice : track.slices) {
    if (slice.begin <= cycle && cycle < slice.end) return slice.what;
  }
  return Activity::idle;
}

std::uint64_t level_at(const core::LevelTrack& track, std::uint64_t cycle) {
  std::uint64_t level = 0;
  for (const auto& change : track.changes) {
    if (change.cycle <= cycle) level = change.level;
  }
  return level;
}

/// The same in every cycle that `part` holds, and nothing beside.
void check_part(const Timeline& part, const Timeline& whole) {
  REQUIRE(part.cycles == whole.cycles);
  REQUIRE(part.modules.size() == whole.modules.size());
  REQUIRE(part.levels.size() == whole.levels.size());
  for (std::uint64_t cycle = 0; cycle < whole.cycles; ++cycle) {
    const bool held = part.windows.holds(cycle);
    for (std::size_t i = 0; i < whole.modules.size(); ++i) {
      const Activity expected = held ? activity_at(whole.modules[i], cycle) : Activity::idle;
      if (activity_at(part.modules[i], cycle) != expected) FAIL_CHECK("module at cycle " << cycle);
    }
    for (std::size_t i = 0; held && i < whole.levels.size(); ++i) {
      if (level_at(part.levels[i], cycle) != level_at(whole.levels[i], cycle)) {
        FAIL_CHECK("level at cycle " << cycle);
      }
    }
  }
  for (const auto& track : part.levels) {
    for (const auto& change : track.changes) CHECK(part.windows.holds(change.cycle));
  }
}

}  // namespace

TEST_CASE("the slices of a module do not overlap and sum to its activities") {
  Recorder recorder{{}};
  Settings settings;
  settings.recorder = &recorder;
  settings.stall_seed = GENERATE(0u, 3u);
  const ToyResult result = run_toy_machine(settings, items);
  recorder.commit(result.cycles);
  const Timeline timeline = recorder.timeline();
  REQUIRE(timeline.modules.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    core::ActivityCounts sums;
    std::uint64_t done = 0;
    for (const auto& slice : timeline.modules[i].slices) {
      REQUIRE(slice.begin >= done);
      REQUIRE(slice.end > slice.begin);
      sums.add(Activity::idle, Cycles{slice.begin - done});
      sums.add(slice.what, Cycles{slice.end - slice.begin});
      done = slice.end;
    }
    sums.add(Activity::idle, result.cycles - Cycles{done});
    CHECK((sums == result.activity[i]));
  }
}

TEST_CASE("a recording changes neither cycles nor activities nor values") {
  Recorder recorder{within(2000)};
  Settings settings;
  const ToyResult without = run_toy_machine(settings, items);
  settings.recorder = &recorder;
  const ToyResult with = run_toy_machine(settings, items);
  CHECK(with.cycles == without.cycles);
  CHECK(with.checksum == without.checksum);
  CHECK((with.activity == without.activity));
  CHECK(with.steps == without.steps);
}

TEST_CASE("bursts, single-stepping and any order of modules leave the same recording") {
  const std::uint64_t budget = GENERATE(1u << 30U, 100000u, 20000u, 3000u);
  CAPTURE(budget);
  Settings settings;
  const Timeline bursts = record(within(budget), settings);
  REQUIRE(bursts.modules.size() == 4);
  settings.single_step = true;
  CHECK(record(within(budget), settings) == bursts);
  settings.module_order = 9;
  CHECK(record(within(budget), settings) == bursts);
}

TEST_CASE("a sampled recording is the whole one seen through its windows") {
  const Timeline whole = record(within(1U << 30U));
  REQUIRE(whole.windows.whole());
  const std::uint64_t budget = GENERATE(100000u, 20000u, 6000u);
  CAPTURE(budget);
  const Timeline sampled = record(within(budget));
  REQUIRE(!sampled.windows.whole());
  REQUIRE(sampled.windows.holds(0));
  check_part(sampled, whole);
}

TEST_CASE("a recording takes as much of its budget as the next step of sampling leaves, not more") {
  const std::uint64_t budget = GENERATE(100000u, 20000u, 6000u);
  CAPTURE(budget);
  const Timeline timeline = record(within(budget));
  std::uint64_t bytes = timeline.windows.count(timeline.cycles) * (20 + 4 + 4);
  for (const auto& module : timeline.modules) {
    bytes += 100 + module.name.size() + 10 * module.slices.size();
  }
  for (const auto& level : timeline.levels) {
    bytes += 100 + 3 * level.name.size() + (8 + level.name.size()) * level.changes.size();
  }
  CHECK(bytes <= budget);
  CHECK(bytes > budget / 4);
}

TEST_CASE("no budget is too small: what does not fit at all is left out") {
  const Timeline timeline = record(within(300));
  CHECK(timeline.windows.held(timeline.cycles) == 0);
  CHECK(timeline.modules.empty());
  CHECK(timeline.cycles > 0);
}

TEST_CASE("a window of chosen cycles is the whole recording seen through it") {
  RecorderSettings settings;
  settings.from = 1000;
  settings.to = 1777;
  const Timeline window = record(settings);
  CHECK(window.windows.held(window.cycles) == 777);
  check_part(window, record({}));
}

TEST_CASE("the levels of channels stay within their capacity and return to 0") {
  Settings settings;
  settings.stall_seed = GENERATE(0u, 8u);
  const Timeline timeline = record({}, settings);
  REQUIRE(timeline.levels.size() == 4);
  std::uint64_t most = 0;
  for (const auto& level : timeline.levels) {
    for (const auto& change : level.changes) {
      CHECK(change.level <= level.capacity);
      most = std::max(most, change.level);
    }
    // The last entry is taken at the last edge of the run: its slot is free one edge later.
    CHECK(level.changes.back().level <= 1);
  }
  CHECK(most == 5);
}

TEST_CASE("channels of one name are told apart") {
  const Timeline timeline = record({}, {}, 10);
  std::vector<std::string> names;
  for (const auto& level : timeline.levels) names.push_back(level.name);
  CHECK(names == std::vector<std::string>{"numbers", "results", "numbers #2", "results #2"});
}

TEST_CASE("only what is wanted is recorded; a run in which nothing is says so before it begins") {
  RecorderSettings settings;
  settings.wanted = [](const std::string& name) { return name.find("first") == 0; };
  const Timeline timeline = record(settings, {}, 10);
  REQUIRE(timeline.modules.size() == 1);
  CHECK(timeline.modules[0].name == "first");
  CHECK(timeline.levels.empty());
  settings.wanted = [](const std::string&) { return false; };
  settings.layer = "conv";
  settings.none_wanted = [](const std::string& layer, const std::vector<std::string>& names) {
    throw std::invalid_argument{layer + " has " + names.front() + " to " + names.back()};
  };
  CHECK_THROWS_WITH(record(settings, {}, 10), "conv has numbers to sink");
}

TEST_CASE("a module that only a run without consequence had leaves no track") {
  Recorder recorder{{}};
  recorder.begin_run();
  recorder.module("first")->add(Activity::busy, Edge{0}, Cycles{5});
  recorder.module("second")->add(Activity::busy, Edge{0}, Cycles{5});
  recorder.begin_run();
  recorder.module("second")->add(Activity::busy, Edge{0}, Cycles{3});
  recorder.commit(Cycles{3});
  const Timeline timeline = recorder.timeline();
  REQUIRE(timeline.modules.size() == 1);
  CHECK(timeline.modules[0].name == "second");
  CHECK(timeline.modules[0].slices == std::vector<core::TimeSlice>{{0, 3, Activity::busy}});
}

TEST_CASE("runs of one layer follow each other, and one that does not count leaves nothing") {
  const std::uint64_t budget = GENERATE(1u << 30U, 30000u);
  const std::uint32_t of = 200;
  const Timeline single = record({}, {}, of);
  Recorder recorder{within(budget)};
  Settings settings;
  settings.recorder = &recorder;
  recorder.commit(run_toy_machine(settings, of).cycles);
  run_toy_machine(settings, of + 7);  // not committed
  recorder.commit(run_toy_machine(settings, of).cycles);
  const Timeline both = recorder.timeline();
  REQUIRE(both.cycles == 2 * single.cycles);
  for (std::uint64_t cycle = 0; cycle < both.cycles; ++cycle) {
    if (!both.windows.holds(cycle)) continue;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint64_t in_run = cycle % single.cycles;
      if (activity_at(both.modules[i], cycle) != activity_at(single.modules[i], in_run) ||
          level_at(both.levels[i], cycle) != level_at(single.levels[i], in_run)) {
        FAIL_CHECK("at cycle " << cycle);
      }
    }
  }
}
