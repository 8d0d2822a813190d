// SPDX-License-Identifier: Apache-2.0
#include "kernel/broadcast_channel.hpp"

#include "core/errors.hpp"
#include "kernel/probe.hpp"
#include "support/catch.hpp"

using gossamer::core::Edge;
using gossamer::kernel::BroadcastChannel;
using gossamer::kernel::Settings;
using gossamer::kernel::Simulation;
using namespace gossamer::test;

namespace {

/// Two readers that never do anything by themselves, behind a channel of two entries.
struct Bench {
  explicit Bench(const Settings& settings = {}) : simulation{settings} {
    channel.add_reader(first);
    channel.add_reader(second);
    channel.connect_producer(producer);
  }

  /// The edge from which the next entry can be pushed; -1 if it is not known.
  std::int64_t room() const {
    Edge from{};
    return channel.room(from) ? static_cast<std::int64_t>(from.number()) : -1;
  }

  Simulation simulation;
  Probe producer{"producer", simulation, doze};
  Probe first{"first", simulation, doze};
  Probe second{"second", simulation, doze};
  BroadcastChannel<int> channel{simulation, "broadcast", 2};
};

}  // namespace

TEST_CASE("readers are numbered in the order in which they were added") {
  Simulation simulation{{}};
  Probe reader{"reader", simulation, doze};
  BroadcastChannel<int> channel{simulation, "broadcast", 1};
  CHECK(channel.add_reader(reader) == 0);
  CHECK(channel.add_reader(reader) == 1);
}

TEST_CASE("a broadcast entry is visible to all readers one edge after its push") {
  Bench bench;
  bench.channel.push(7, Edge{4});
  bench.channel.push(8, Edge{9});
  CHECK(bench.channel.pushed() == 2);
  CHECK(bench.channel.entry(0) == 7);
  CHECK(bench.channel.visible_from(0) == Edge{5});
  CHECK(bench.channel.entry(1) == 8);
  CHECK(bench.channel.visible_from(1) == Edge{10});
}

TEST_CASE("the slowest reader holds the producer back, until one edge after it releases") {
  Bench bench;
  CHECK(bench.room() == 0);
  bench.channel.push(1, Edge{0});
  CHECK(bench.room() == 0);
  bench.channel.push(2, Edge{0});
  CHECK(bench.room() == -1);
  bench.channel.release(0, 0, Edge{30});
  CHECK(bench.room() == -1);
  bench.channel.release(1, 0,
                        Edge{10});  // the second reader: earlier, but the first holds until 30
  CHECK(bench.room() == 31);
}

TEST_CASE("a fast reader may be one FIFO ahead of a slow one, no more") {
  Bench bench;
  bench.channel.push(1, Edge{0});
  bench.channel.push(2, Edge{0});
  bench.channel.release(0, 0, Edge{1});
  bench.channel.release(0, 1, Edge{2});
  CHECK(bench.room() == -1);
  bench.channel.release(1, 0, Edge{20});
  CHECK(bench.room() == 21);
  bench.channel.push(3, Edge{21});
  CHECK(bench.room() == -1);
  CHECK(bench.channel.entry(2) == 3);
  CHECK(bench.channel.entry(1) == 2);
}

TEST_CASE(
    "a broadcast wakes every reader at the edge it is visible, the last release the producer") {
  Bench bench;
  const Probe hand{"hand", bench.simulation,
                   once_at(3, [&](Probe&) { bench.channel.push(1, Edge{5}); })};
  const Probe one{"one", bench.simulation,
                  once_at(7, [&](Probe&) { bench.channel.release(0, 0, Edge{15}); })};
  const Probe two{"two", bench.simulation,
                  once_at(8, [&](Probe&) { bench.channel.release(1, 0, Edge{8}); })};
  const Probe end{"end", bench.simulation, end_at(20)};
  bench.simulation.run();
  CHECK(bench.first.steps == Edges{0, 6});
  CHECK(bench.second.steps == Edges{0, 6});
  CHECK(bench.producer.steps == Edges{0, 16});
}

TEST_CASE("random delays keep broadcast entries in order and never make them earlier") {
  Settings settings;
  settings.stall_seed = 5;
  Bench bench{settings};
  std::uint64_t at = 0;
  bool late = false;
  Edge newest{};
  for (std::size_t number = 0; number < 100; ++number) {
    const std::int64_t from = bench.room();
    REQUIRE(from >= 0);
    at = std::max(at, static_cast<std::uint64_t>(from));
    bench.channel.push(1, Edge{at});
    const Edge visible = bench.channel.visible_from(number);
    CHECK(visible > Edge{at});
    CHECK(visible >= newest);
    late = late || visible > Edge{at + 1};
    newest = visible;
    bench.channel.release(0, number, visible);
    bench.channel.release(1, number, visible);
  }
  CHECK(late);
}

TEST_CASE("an entry is released one edge after the last reader gave it up, and for good") {
  Bench bench;
  CHECK_FALSE(bench.channel.released(0, Edge{9}));  // not even pushed
  bench.channel.push(1, Edge{0});
  bench.channel.release(0, 0, Edge{3});
  CHECK_FALSE(bench.channel.released(0, Edge{9}));
  bench.channel.release(1, 0, Edge{5});
  CHECK_FALSE(bench.channel.released(0, Edge{5}));
  CHECK(bench.channel.released(0, Edge{6}));
  bench.channel.push(2, Edge{6});
  bench.channel.push(3, Edge{6});  // in the place of the first
  CHECK(bench.channel.released(0, Edge{6}));
  CHECK_FALSE(bench.channel.released(2, Edge{9}));
}

TEST_CASE("a broadcast channel's state says what is held") {
  Bench bench;
  bench.channel.push(1, Edge{0});
  bench.channel.push(1, Edge{0});
  bench.channel.release(0, 0, Edge{3});
  bench.channel.release(1, 0, Edge{3});
  CHECK(bench.channel.state() == "1 of 2 entries held by some of 2 readers, 2 pushed");
}

TEST_CASE("entries that a reader releases in a run free their places one by one") {
  Bench bench;
  bench.channel.push(1, Edge{0});
  bench.channel.push(2, Edge{0});
  bench.channel.release(0, 0, Edge{1});
  bench.channel.release(0, 1, Edge{2});
  const auto run = bench.channel.run_from(0);
  REQUIRE(run.count == 2);
  CHECK(run.values[1] == 2);
  CHECK(run.visible_from[0] == 1);
  run.free_from[0] = 5;
  run.free_from[1] = 9;
  bench.channel.released_run(1, 0, 2);
  CHECK(bench.room() == 5);
  bench.channel.push(3, Edge{5});
  CHECK(bench.room() == 9);
  CHECK(bench.channel.idle() == false);
}

TEST_CASE("a reader that releases out of order, twice, or what was never pushed is a bug") {
  Bench bench;
  bench.channel.push(1, Edge{0});
  bench.channel.push(2, Edge{0});
  CHECK_THROWS_AS(bench.channel.release(0, 1, Edge{3}), gossamer::core::SimulationStuck);
  bench.channel.release(0, 0, Edge{3});
  CHECK_THROWS_AS(bench.channel.release(0, 0, Edge{3}), gossamer::core::SimulationStuck);
  bench.channel.release(0, 1, Edge{3});
  CHECK_THROWS_AS(bench.channel.release(0, 2, Edge{3}), gossamer::core::SimulationStuck);
}
