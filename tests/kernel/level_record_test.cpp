// SPDX-License-Identifier: Apache-2.0
#include "kernel/level_record.hpp"

#include "kernel/barrier.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/channel.hpp"
#include "kernel/level.hpp"
#include "kernel/probe.hpp"
#include "kernel/recorder.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using core::Cycles;
using core::Edge;
using core::LevelChange;
using test::Probe;

namespace {

using Changes = std::vector<LevelChange>;

/// A simulation whose recording holds one channel, or that of a part of its cycles.
struct Recorded {
  explicit Recorded(kernel::RecorderSettings what = {}) : recorder{std::move(what)} {}

  kernel::Settings settings() {
    kernel::Settings settings;
    settings.recorder = &recorder;
    return settings;
  }
  Changes changes(Cycles cycles) {
    recorder.commit(cycles);
    const auto levels = recorder.timeline().levels;
    return levels.empty() ? Changes{} : levels.at(0).changes;
  }
  kernel::Recorder recorder;
};

}  // namespace

TEST_CASE("an entry counts from when it is visible until its slot can be filled again") {
  Recorded recorded;
  kernel::Simulation simulation{recorded.settings()};
  kernel::Channel<int> channel{simulation, "fifo", 4};
  channel.push(1, Edge{2});
  channel.push(2, Edge{3});
  channel.pop(Edge{3});
  channel.pop(Edge{8});
  CHECK(recorded.changes(Cycles{30}) == Changes{{3, 1}, {9, 0}});
}

TEST_CASE("a channel that is hidden has no level") {
  Recorded recorded;
  kernel::Simulation simulation{recorded.settings()};
  kernel::Channel<int> channel{simulation, "fifo", 4};
  channel.hide_level();
  channel.push(1, Edge{2});
  CHECK(recorded.changes(Cycles{30}).empty());
}

TEST_CASE(
    "a broadcast entry counts from when it is visible until the last reader has released it") {
  Recorded recorded;
  kernel::Simulation simulation{recorded.settings()};
  kernel::BroadcastChannel<int> channel{simulation, "fifo", 4};
  channel.add_looking_ahead();
  channel.add_looking_ahead();
  channel.push(1, Edge{2});
  channel.push(2, Edge{3});
  channel.release(1, 0, Edge{9});
  channel.release(0, 0, Edge{5});
  channel.release(0, 1, Edge{6});
  channel.release(1, 1, Edge{12});
  CHECK(recorded.changes(Cycles{30}) == Changes{{3, 1}, {4, 2}, {10, 1}, {13, 0}});
}

TEST_CASE("a broadcast without readers holds nothing") {
  Recorded recorded;
  kernel::Simulation simulation{recorded.settings()};
  kernel::BroadcastChannel<int> channel{simulation, "fifo", 4};
  channel.push(1, Edge{2});
  CHECK(recorded.changes(Cycles{30}).empty());
}

TEST_CASE(
    "a barrier counts reports in the order of time and is empty one edge after it is complete") {
  Recorded recorded;
  kernel::Simulation simulation{recorded.settings()};
  kernel::Barrier barrier{simulation, "done", 3};
  barrier.arrive(Edge{7});
  barrier.arrive(Edge{3});
  barrier.arrive(Edge{5});
  barrier.reset();
  barrier.arrive(Edge{11});
  CHECK(recorded.changes(Cycles{30}) == Changes{{4, 1}, {6, 2}, {8, 3}, {9, 0}, {12, 1}});
}

TEST_CASE("the level at the start of a window is there, whatever led to it") {
  kernel::RecorderSettings settings;
  settings.from = 10;
  settings.to = 20;
  Recorded recorded{settings};
  kernel::Simulation simulation{recorded.settings()};
  kernel::Level level{simulation, "buffer", "bytes", 100};
  level.gain(Edge{1}, 64);
  level.gain(Edge{15}, 8);
  level.gain(Edge{25}, 8);
  level.lose(Edge{4}, 14);
  level.lose(Edge{21}, 50);
  CHECK(recorded.changes(Cycles{30}) == Changes{{10, 50}, {15, 58}});
}

TEST_CASE("a channel through which entries flow is charged for the changes of its level alone") {
  kernel::RecorderSettings settings;
  settings.costs.change = 10;
  settings.budget = 100;
  Recorded recorded{settings};
  kernel::Simulation simulation{recorded.settings()};
  kernel::Channel<int> channel{simulation, "fifo", 4};
  channel.push(0, Edge{0});
  for (std::uint64_t edge = 1; edge < 20000; ++edge) {
    channel.push(0, Edge{edge});
    channel.pop(Edge{edge});
  }
  channel.pop(Edge{20000});
  CHECK(recorded.changes(Cycles{20005}) == Changes{{1, 1}, {20001, 0}});
  CHECK(recorded.recorder.windows().whole());
}

TEST_CASE("what would be seen behind the end of a run is no part of it, nor of the next run") {
  Recorded recorded;
  {
    kernel::Simulation simulation{recorded.settings()};
    kernel::Level level{simulation, "buffer", "bytes", 100};
    level.gain(Edge{3}, 5);
    level.gain(Edge{12}, 7);
    recorded.recorder.commit(Cycles{10});
  }
  kernel::Simulation simulation{recorded.settings()};
  kernel::Level level{simulation, "buffer", "bytes", 100};
  level.gain(Edge{4}, 2);
  CHECK(recorded.changes(Cycles{10}) == Changes{{3, 5}, {10, 0}, {14, 2}});
}
