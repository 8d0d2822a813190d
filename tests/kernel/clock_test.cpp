// SPDX-License-Identifier: Apache-2.0
#include "kernel/clock.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "kernel/probe.hpp"
#include "support/catch.hpp"

using gossamer::core::Activity;
using gossamer::core::Edge;
using gossamer::kernel::Settings;
using gossamer::kernel::Simulation;
using namespace gossamer::test;

namespace {

sc_core::sc_time femtoseconds(std::uint64_t count) {
  return sc_core::sc_time::from_value(count);
}

/// The modules of each edge in the order in which they ran: `edges` strings such as "ABCDE".
std::vector<std::string> orders(std::uint64_t seed, std::uint64_t edges) {
  Settings settings;
  settings.module_order = seed;
  settings.single_step = true;
  Simulation simulation{settings};
  std::vector<std::string> order(edges);
  std::vector<std::unique_ptr<Probe>> modules;
  for (const char name : std::string{"ABCDE"}) {
    modules.push_back(
        std::make_unique<Probe>(std::string(1, name).c_str(), simulation, [&, name](Probe& probe) {
          order[probe.now().number()] += name;
          return Activity::busy;
        }));
  }
  const Probe end{"end", simulation, end_at(edges - 1)};
  simulation.run();
  return order;
}

}  // namespace

TEST_CASE("a module steps at the edge it asked for and at none before") {
  Simulation simulation{{}};
  const Probe sleeper{"sleeper", simulation, once_at(7, [](Probe&) {})};
  const Probe end{"end", simulation, end_at(20)};
  simulation.run();
  CHECK(sleeper.steps == Edges{0, 7});
}

TEST_CASE("an appointment is replaced by an earlier one and keeps against a later one") {
  Simulation simulation{{}};
  Probe sleeper{"sleeper", simulation, doze};
  const Probe caller{"caller", simulation, once_at(3, [&](Probe&) {
                       simulation.clock().schedule(sleeper, Edge{12});
                       simulation.clock().schedule(sleeper, Edge{6});
                       simulation.clock().schedule(sleeper, Edge{9});
                     })};
  const Probe end{"end", simulation, end_at(20)};
  simulation.run();
  CHECK(sleeper.steps == Edges{0, 6});
}

TEST_CASE("edges that nobody asked for cost nothing") {
  Settings settings;
  settings.watchdog = gossamer::core::Cycles{2'000'000'000};
  Simulation simulation{settings};
  const Probe end{"end", simulation, end_at(1'000'000'000)};
  simulation.run();
  CHECK(simulation.cycles().count() == 1'000'000'001);
  CHECK(end.steps == Edges{0, 1'000'000'000});
}

TEST_CASE("an edge begins at its multiple of the period") {
  Settings settings;
  settings.clock_ghz = 0.5;
  Simulation simulation{settings};
  CHECK(simulation.clock().time_of(Edge{4}) == sc_core::sc_time(8, sc_core::SC_NS));
  sc_core::sc_time seen;
  const Probe probe{"probe", simulation,
                    once_at(4, [&](Probe&) { seen = sc_core::sc_time_stamp(); })};
  const Probe end{"end", simulation, end_at(5)};
  simulation.run();
  CHECK(seen == sc_core::sc_time(8, sc_core::SC_NS));
}

TEST_CASE("a time belongs to the edge it falls on, and one femtosecond later to the next") {
  Simulation simulation{{}};
  const auto& clock = simulation.clock();
  CHECK(clock.edge_not_before(femtoseconds(0)) == Edge{0});
  CHECK(clock.edge_not_before(femtoseconds(3'000'000)) == Edge{3});
  CHECK(clock.edge_not_before(femtoseconds(3'000'001)) == Edge{4});
}

TEST_CASE("edges stay exact where a double no longer counts femtoseconds") {
  Settings settings;
  settings.clock_ghz = 1.5;  // 666,667 fs, an odd period
  Simulation simulation{settings};
  const Edge late{20'000'000'001};
  CHECK(simulation.clock().time_of(late).value() == 666'667 * late.number());
  CHECK(simulation.clock().edge_not_before(simulation.clock().time_of(late)) == late);
}

TEST_CASE("modules of an edge run in the same order at every edge unless it is shuffled") {
  const auto fixed = orders(0, 20);
  CHECK(fixed[0].size() == 5);
  for (const auto& order : fixed) CHECK(order == fixed[0]);
}

TEST_CASE("a shuffled edge runs every module once, and each edge in an order of its own") {
  auto shuffled = orders(1, 20);
  CHECK(shuffled == orders(1, 20));
  CHECK(shuffled != orders(2, 20));
  for (std::string order : shuffled) {
    std::sort(order.begin(), order.end());
    CHECK(order == "ABCDE");
  }
  std::sort(shuffled.begin(), shuffled.end());
  CHECK(std::unique(shuffled.begin(), shuffled.end()) - shuffled.begin() > 10);
}
