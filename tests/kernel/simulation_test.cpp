// SPDX-License-Identifier: Apache-2.0
#include "kernel/simulation.hpp"

#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "core/errors.hpp"
#include "kernel/channel.hpp"
#include "kernel/probe.hpp"
#include "kernel/toy_machine.hpp"
#include "support/catch.hpp"

using gossamer::core::Activity;
using gossamer::core::Edge;
using gossamer::kernel::Channel;
using gossamer::kernel::Settings;
using gossamer::kernel::Simulation;
using namespace gossamer::test;

namespace {

class OwnError : public std::logic_error {
 public:
  OwnError(const char* text, int number) : logic_error{text}, number_{number} {}
  int number() const { return number_; }

 private:
  int number_;
};

std::uint64_t resident_bytes() {
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  std::ifstream{"/proc/self/statm"} >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

TEST_CASE("a run that finishes with edge n has n + 1 cycles, all of them stepped by everyone") {
  Settings settings;
  settings.single_step = GENERATE(false, true);
  settings.module_order = GENERATE(0, 3);
  Simulation simulation{settings};
  const Probe before{"before", simulation, [](Probe&) { return Activity::busy; }};
  const Probe end{"end", simulation, end_at(4)};
  const Probe after{"after", simulation, [](Probe&) { return Activity::busy; }};
  simulation.run();
  CHECK(simulation.cycles().count() == 5);
  CHECK(before.steps == Edges{0, 1, 2, 3, 4});
  CHECK(after.steps == Edges{0, 1, 2, 3, 4});
  CHECK(before.activity().total() == simulation.cycles());
  CHECK(end.activity().total() == simulation.cycles());
}

TEST_CASE("a run may finish with its first edge") {
  Simulation simulation{{}};
  const Probe end{"end", simulation, end_at(0)};
  simulation.run();
  CHECK(simulation.cycles().count() == 1);
}

TEST_CASE("modules are known in the order of construction") {
  Simulation simulation{{}};
  const Probe a{"a", simulation, doze};
  const Probe b{"b", simulation, doze};
  REQUIRE(simulation.modules().size() == 2);
  CHECK(simulation.modules()[0] == &a);
  CHECK(simulation.modules()[1] == &b);
  CHECK(b.index() == 1);
}

TEST_CASE("what a module throws leaves run() with its type and text") {
  Simulation simulation{{}};
  const Probe thrower{"thrower", simulation,
                      once_at(5, [](Probe&) { throw OwnError("tile 3 is empty", 17); })};
  const Probe bystander{"bystander", simulation, [](Probe&) { return Activity::busy; }};
  try {
    simulation.run();
    FAIL("nothing was thrown");
  } catch (const OwnError& error) {
    CHECK(std::string{error.what()} == "tile 3 is empty");
    CHECK(error.number() == 17);
  }
  CHECK(bystander.steps.back() <= 5);  // nobody steps after the fault
}

TEST_CASE("of two modules that throw at one edge only the first to step does so") {
  Simulation simulation{{}};
  std::string thrown;
  const auto thrower = [&](const std::string& name) {
    return once_at(2, [&thrown, name](Probe&) {
      thrown += name;
      throw std::runtime_error(name);
    });
  };
  const Probe one{"one", simulation, thrower("one")};
  const Probe two{"two", simulation, thrower("two")};
  std::string heard;
  try {
    simulation.run();
  } catch (const std::runtime_error& error) {
    heard = error.what();
  }
  CHECK(heard.size() == 3);
  CHECK(heard == thrown);
}

TEST_CASE("a failed simulation leaves no trace in the next one") {
  const ToyResult clean = run_toy_machine({}, 20);
  {
    Simulation simulation{{}};
    const Probe thrower{"thrower", simulation,
                        once_at(1, [](Probe&) { throw std::runtime_error("x"); })};
    CHECK_THROWS(simulation.run());
  }
  const ToyResult again = run_toy_machine({}, 20);
  CHECK(again.cycles == clean.cycles);
  CHECK(again.checksum == clean.checksum);
}

TEST_CASE("names are free again in the next simulation") {
  for (int i = 0; i < 3; ++i) {
    Simulation simulation{{}};
    const Probe probe{"probe", simulation, end_at(0)};
    simulation.run();
    CHECK(std::string{probe.name()} == "probe");
  }
}

TEST_CASE("a thousand simulations in one process leave memory as it was") {
  for (int i = 0; i < 100; ++i) run_toy_machine({}, 20);
  const std::uint64_t before = resident_bytes();
  for (int i = 0; i < 1000; ++i) run_toy_machine({}, 20);
#ifndef __SANITIZE_ADDRESS__  // which keeps freed memory in quarantine; it finds leaks by itself
  CHECK(resident_bytes() < before + 256 * 1024);
#else
  CHECK(before > 0);
#endif
}
