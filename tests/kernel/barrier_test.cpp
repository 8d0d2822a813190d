// SPDX-License-Identifier: Apache-2.0
#include "kernel/barrier.hpp"

#include "kernel/probe.hpp"
#include "support/catch.hpp"

using gossamer::core::Edge;
using gossamer::kernel::Barrier;
using gossamer::kernel::Settings;
using gossamer::kernel::Simulation;
using namespace gossamer::test;

TEST_CASE("a barrier is complete one edge after its last party's edge, not before") {
  Simulation simulation{{}};
  Barrier barrier{simulation, "done", 3};
  barrier.arrive(Edge{4});
  barrier.arrive(Edge{9});
  CHECK_FALSE(barrier.complete(Edge{1000}));
  barrier.arrive(Edge{6});  // reported last, but not the latest edge
  CHECK_FALSE(barrier.complete(Edge{9}));
  CHECK(barrier.complete(Edge{10}));
  CHECK(barrier.last() == Edge{9});
}

TEST_CASE("a barrier counts anew after reset()") {
  Simulation simulation{{}};
  Barrier barrier{simulation, "done", 2};
  barrier.arrive(Edge{50});
  barrier.arrive(Edge{60});
  barrier.reset();
  CHECK_FALSE(barrier.complete(Edge{1000}));
  barrier.arrive(Edge{70});
  CHECK_FALSE(barrier.complete(Edge{1000}));
  barrier.arrive(Edge{70});
  CHECK_FALSE(barrier.complete(Edge{70}));
  CHECK(barrier.complete(Edge{71}));
}

TEST_CASE("a barrier without parties is complete from the start and in every round") {
  Simulation simulation{{}};
  Barrier barrier{simulation, "done", 0};
  CHECK(barrier.complete(Edge{0}));
  barrier.reset();
  CHECK(barrier.complete(Edge{0}));
}

TEST_CASE("the last report, and no other, wakes the consumer, at the edge it is visible") {
  Simulation simulation{{}};
  Barrier barrier{simulation, "done", 2};
  Probe consumer{"consumer", simulation, doze};
  barrier.connect_consumer(consumer);
  const Probe one{"one", simulation, once_at(3, [&](Probe&) { barrier.arrive(Edge{3}); })};
  const Probe two{"two", simulation, once_at(5, [&](Probe&) { barrier.arrive(Edge{8}); })};
  const Probe end{"end", simulation, end_at(12)};
  simulation.run();
  CHECK(consumer.steps == Edges{0, 9});
}

TEST_CASE("random delays make a barrier's completion later, never earlier") {
  bool late = false;
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    Settings settings;
    settings.stall_seed = seed;
    Simulation simulation{settings};
    Barrier barrier{simulation, "done", 1};
    barrier.arrive(Edge{5});
    CHECK_FALSE(barrier.complete(Edge{5}));
    CHECK(barrier.complete(Edge{5 + 8}));
    late = late || !barrier.complete(Edge{6});
  }
  CHECK(late);
}

TEST_CASE("a barrier's state says who is missing") {
  Simulation simulation{{}};
  Barrier barrier{simulation, "done", 3};
  barrier.arrive(Edge{1});
  CHECK(barrier.state() == "1 of 3 parties have reported");
}
