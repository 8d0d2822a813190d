// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "core/errors.hpp"
#include "kernel/barrier.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/channel.hpp"
#include "kernel/probe.hpp"
#include "support/catch.hpp"

using Catch::Matchers::Contains;
using gossamer::core::Activity;
using gossamer::core::Cycles;
using gossamer::core::Edge;
using gossamer::core::SimulationStuck;
using gossamer::kernel::Settings;
using gossamer::kernel::Simulation;
using namespace gossamer::test;
namespace kernel = gossamer::kernel;

namespace {

Settings watched(bool single_step) {
  Settings settings;
  settings.single_step = single_step;
  settings.watchdog = Cycles{50};
  return settings;
}

/// Busy up to edge 10, then waits for what never comes.
Activity give_up_after_10(Probe& probe) {
  if (probe.now() <= Edge{10}) return Activity::busy;
  return doze(probe);
}

std::string text_of_stuck(Simulation& simulation) {
  try {
    simulation.run();
  } catch (const SimulationStuck& stuck) {
    return stuck.what();
  }
  return "";
}

}  // namespace

TEST_CASE("edge by edge, a machine is stuck when nobody was busy for more edges than allowed") {
  Simulation simulation{watched(true)};
  const Probe probe{"probe", simulation, give_up_after_10};
  CHECK_THAT(text_of_stuck(simulation), Contains("no module was busy for 50 edges"));
  CHECK(probe.steps.back() == 10 + 50 + 1);
}

TEST_CASE("edge by edge, work that resumes within the edges allowed is no deadlock") {
  const std::uint64_t resumes = GENERATE(60, 62);
  Simulation simulation{watched(true)};
  const Probe probe{"probe", simulation, [&](Probe& p) {
                      return p.now() <= Edge{10} || p.now() >= Edge{resumes} ? Activity::busy
                                                                             : Activity::wait_input;
                    }};
  const Probe end{"end", simulation, end_at(70)};
  CHECK(text_of_stuck(simulation).empty() == (resumes == 60));
}

TEST_CASE("with sleep, a machine is stuck as soon as nothing can happen any more") {
  Simulation simulation{watched(false)};
  const Probe probe{"probe", simulation, give_up_after_10};
  const std::string text = text_of_stuck(simulation);
  CHECK_THAT(text, Contains("deadlock: no module can take another step"));
  CHECK_THAT(text, Contains("edge 11\n"));
  CHECK(probe.steps.back() == 11);
}

TEST_CASE("with sleep, modules that go on without being busy are found by the watchdog") {
  Simulation simulation{watched(false)};
  const Probe restless{"restless", simulation, [](Probe&) { return Activity::wait_output; }};
  CHECK_THAT(text_of_stuck(simulation), Contains("no module was busy for 50 edges"));
  CHECK(restless.steps.back() == 51);
}

TEST_CASE("a module that sleeps through edges of work counts as busy, as it does edge by edge") {
  Simulation simulation{watched(GENERATE(false, true))};
  const Probe worker{"worker", simulation, [](Probe& p) {
                       if (p.now() == Edge{1000}) p.simulation().finish(p.now());
                       p.sleep_until(Edge{1000});
                       return Activity::busy;
                     }};
  const Probe waiter{"waiter", simulation, [](Probe& p) {
                       p.sleep_until(p.now() + Cycles{70});
                       return Activity::wait_input;
                     }};
  simulation.run();
  CHECK(simulation.cycles() == Cycles{1001});
}

TEST_CASE("edges done in a burst count as progress") {
  Simulation simulation{watched(false)};
  const Probe burster{"burster", simulation, [](Probe& p) {
                        if (p.now() > Edge{500}) return doze(p);
                        p.spend(Activity::busy, Cycles{500});
                        return Activity::wait_output;
                      }};
  const Probe waiter{"waiter", simulation, [](Probe&) { return Activity::wait_input; }};
  const Probe end{"end", simulation, end_at(540)};
  CHECK(text_of_stuck(simulation).empty());
}

TEST_CASE("a machine without modules is stuck at once") {
  Simulation simulation{{}};
  CHECK_THAT(text_of_stuck(simulation), Contains("deadlock"));
}

TEST_CASE("the dump names every module, and every channel that holds something, with its state") {
  const bool single_step = GENERATE(false, true);
  Simulation simulation{watched(single_step)};
  const Probe probe{"a_module", simulation, give_up_after_10};
  Probe reader{"another_module", simulation, doze};
  kernel::Channel<int> channel{simulation, "plain channel", 4};
  kernel::Barrier barrier{simulation, "some barrier", 6};
  kernel::BroadcastChannel<int> broadcast{simulation, "wide channel", 3};
  broadcast.add_reader(reader);
  channel.push(1, Edge{0});
  barrier.arrive(Edge{0});
  const std::string text = text_of_stuck(simulation);
  CHECK_THAT(text, Contains("a_module         probing  busy 11"));
  CHECK_THAT(text, Contains("another_module   probing"));
  CHECK_THAT(text, Contains("plain channel    1 of 4 entries"));
  CHECK_THAT(text, Contains("some barrier     1 of 6 parties have reported"));
  CHECK_THAT(text, Contains("1 other channels are empty"));
}
