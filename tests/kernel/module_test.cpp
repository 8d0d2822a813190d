// SPDX-License-Identifier: Apache-2.0
#include "kernel/module.hpp"

#include "kernel/probe.hpp"
#include "support/catch.hpp"

using gossamer::core::Activity;
using gossamer::core::Cycles;
using gossamer::core::Edge;
using gossamer::kernel::Burst;
using gossamer::kernel::Settings;
using gossamer::kernel::Simulation;
using namespace gossamer::test;
using Counts = std::array<std::uint64_t, 4>;

namespace {

Settings single_step() {
  Settings settings;
  settings.single_step = true;
  return settings;
}

}  // namespace

TEST_CASE("every edge of a run is booked once, as what step() said") {
  Simulation simulation{{}};
  const Probe probe{"probe", simulation,
                    [](Probe& p) { return static_cast<Activity>(p.now().number() % 4); }};
  const Probe end{"end", simulation, end_at(9)};
  simulation.run();
  CHECK(edges_of(probe) == Counts{3, 3, 2, 2});
  CHECK(probe.activity().total() == simulation.cycles());
}

TEST_CASE("edges slept through are booked as what the module fell asleep with, and told to it") {
  Simulation simulation{{}};
  const Probe probe{"probe", simulation, [](Probe& p) {
                      if (p.now() == Edge{5}) return Activity::busy;
                      p.sleep_until(Edge{5});
                      return p.now() == Edge{0} ? Activity::wait_output : Activity::wait_input;
                    }};
  const Probe end{"end", simulation, end_at(9)};
  simulation.run();
  CHECK(probe.steps == Edges{0, 5, 6, 7, 8, 9});  // an edge that has passed: the next one
  CHECK(probe.slept_edges == Edges{4});
  CHECK(edges_of(probe) == Counts{1, 4, 5, 0});
}

TEST_CASE("edges slept through at the end of the run are booked as well") {
  Simulation simulation{{}};
  const Probe probe{"probe", simulation, doze};
  const Probe end{"end", simulation, end_at(9)};
  simulation.run();
  CHECK(probe.steps == Edges{0});
  CHECK(edges_of(probe) == Counts{0, 10, 0, 0});
}

TEST_CASE("a sleeping module steps at the edge it is woken for and not before") {
  Simulation simulation{{}};
  Probe sleeper{"sleeper", simulation, doze};
  const Probe waker{"waker", simulation, once_at(3, [&](Probe&) { sleeper.wake(Edge{8}); })};
  const Probe end{"end", simulation, end_at(12)};
  simulation.run();
  CHECK(sleeper.steps == Edges{0, 8});
}

TEST_CASE("of several pending wakes none is lost, in whatever order they were given") {
  Simulation simulation{{}};
  Probe sleeper{"sleeper", simulation, doze};
  const Probe waker{"waker", simulation, once_at(2, [&](Probe&) {
                      for (const std::uint64_t edge : {9, 5, 14, 7, 5}) sleeper.wake(Edge{edge});
                    })};
  const Probe end{"end", simulation, end_at(20)};
  simulation.run();
  CHECK(sleeper.steps == Edges{0, 5, 7, 9, 14});
}

TEST_CASE("a wake given to a module that is awake keeps it from sleeping through that edge") {
  Simulation simulation{{}};
  Probe sleeper{"sleeper", simulation, [](Probe& p) {
                  if (p.now() >= Edge{4}) p.sleep();
                  return Activity::idle;
                }};
  const Probe waker{"waker", simulation, once_at(1, [&](Probe&) {
                      sleeper.wake(Edge{2});
                      sleeper.wake(Edge{10});
                    })};
  const Probe end{"end", simulation, end_at(20)};
  simulation.run();
  CHECK(sleeper.steps == Edges{0, 1, 2, 3, 4, 10});
}

TEST_CASE("a wake for an edge inside a burst is heard at the burst's end") {
  const std::uint64_t woken_for = GENERATE(3, 7, 8, 9);
  Simulation simulation{{}};
  Probe burster{"burster", simulation, [](Probe& p) {
                  if (p.now() == Edge{0}) p.spend(Activity::busy, Cycles{7});  // edges 0 to 7
                  p.sleep();
                  return Activity::busy;
                }};
  const Probe waker{"waker", simulation,
                    once_at(2, [&](Probe&) { burster.wake(Edge{woken_for}); })};
  const Probe end{"end", simulation, end_at(20)};
  simulation.run();
  CHECK(burster.steps == Edges{0, std::max<std::uint64_t>(woken_for, 8)});
}

TEST_CASE("a wake that was pending before a burst fires after it only if it lies behind") {
  Simulation simulation{{}};
  Probe burster{"burster", simulation, [](Probe& p) {
                  if (p.now() == Edge{3}) p.spend(Activity::busy, Cycles{4});  // edges 3 to 7
                  p.sleep();
                  return Activity::busy;
                }};
  const Probe waker{"waker", simulation, once_at(1, [&](Probe&) {
                      for (const std::uint64_t edge : {3, 5, 7, 8, 11}) burster.wake(Edge{edge});
                    })};
  const Probe end{"end", simulation, end_at(20)};
  simulation.run();
  CHECK(burster.steps == Edges{0, 3, 8, 11});
}

TEST_CASE("spend() books its edges, moves now() behind them and counts them as a burst") {
  Simulation simulation{{}};
  Edge after{};
  const Probe probe{"probe", simulation, [&](Probe& p) {
                      if (p.now() == Edge{0}) {
                        p.spend(Activity::wait_output, Cycles{4});
                        after = p.now();
                      }
                      return Activity::busy;
                    }};
  const Probe end{"end", simulation, end_at(9)};
  simulation.run();
  CHECK(after == Edge{4});
  CHECK(probe.steps == Edges{0, 5, 6, 7, 8, 9});
  CHECK(edges_of(probe) == Counts{6, 0, 4, 0});
  CHECK(probe.burst_edges() == Cycles{4});
}

TEST_CASE("single-step neither sleeps nor bursts") {
  Simulation simulation{single_step()};
  const Probe probe{"probe", simulation, [](Probe& p) {
                      CHECK(p.burst_limit() == Cycles{0});
                      p.sleep();
                      return Activity::idle;
                    }};
  const Probe end{"end", simulation, end_at(3)};
  simulation.run();
  CHECK(probe.steps == Edges{0, 1, 2, 3});
  CHECK(probe.slept_edges.empty());
}

TEST_CASE("a Burst keeps its last edge back for step() to return") {
  Simulation simulation{{}};
  const Probe probe{"probe", simulation, [](Probe& p) {
                      if (p.now() > Edge{0}) return doze(p);
                      Burst burst{p};
                      CHECK(burst.empty());
                      burst.add(Activity::busy, Cycles{2});
                      CHECK(burst.at() == Edge{2});
                      burst.add(Activity::busy, Cycles{1});
                      burst.add(Activity::wait_output, Cycles{3});
                      CHECK(burst.at() == Edge{6});
                      CHECK_FALSE(burst.full());
                      const Activity last = burst.end();
                      CHECK(p.now() == Edge{5});
                      return last;
                    }};
  const Probe end{"end", simulation, end_at(9)};
  simulation.run();
  CHECK(probe.steps == Edges{0, 6});
  CHECK(probe.burst_edges() == Cycles{5});
  CHECK(edges_of(probe) == Counts{3, 4, 3, 0});
}

TEST_CASE("a Burst of one edge is an ordinary step, and the only one under single-step") {
  Simulation simulation{single_step()};
  const Probe probe{"probe", simulation, [](Probe& p) {
                      Burst burst{p};
                      CHECK(burst.room() == Cycles{1});
                      burst.add(Activity::busy, Cycles{1});
                      CHECK(burst.full());
                      return burst.end();
                    }};
  const Probe end{"end", simulation, end_at(4)};
  simulation.run();
  CHECK(edges_of(probe) == Counts{5, 0, 0, 0});
  CHECK(probe.burst_edges() == Cycles{0});
}

TEST_CASE("an action of no edges leaves a Burst as it was") {
  Simulation simulation{{}};
  const Probe probe{"probe", simulation, [](Probe& p) {
                      Burst burst{p};
                      burst.add(Activity::busy, Cycles{1});
                      burst.add(Activity::idle, Cycles{0});
                      CHECK(burst.at() == p.now() + Cycles{1});
                      return burst.end();
                    }};
  const Probe end{"end", simulation, end_at(4)};
  simulation.run();
  CHECK(edges_of(probe) == Counts{5, 0, 0, 0});
}
