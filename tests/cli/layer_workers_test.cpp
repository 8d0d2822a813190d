// SPDX-License-Identifier: Apache-2.0
#include "cli/layer_workers.hpp"

#include <algorithm>
#include <csignal>
#include <new>
#include <sstream>
#include <stdexcept>

#include "cli/fake_machine.hpp"
#include "core/errors.hpp"
#include "support/catch.hpp"

namespace gossamer::cli {

namespace {

using test::conv_layer;

std::vector<workload::Layer> five_layers() {
  return {conv_layer("a", 3), conv_layer("b", 9), conv_layer("c", 1), conv_layer("d", 7),
          conv_layer("e", 5)};
}

std::vector<core::LayerRecord> simulate(const test::FakeMachine& machine, unsigned jobs) {
  Progress silent{nullptr, 5};
  return simulate_layers(machine, five_layers(), {}, jobs, silent);
}

/// A machine on which some layers do something else.
test::FakeMachine troubled(const std::function<void(const std::string&)>& trouble) {
  return test::FakeMachine{[trouble](const workload::Layer& layer) {
    trouble(layer.name);
    return test::FakeMachine::record_of(layer);
  }};
}

}  // namespace

TEST_CASE("records come in the order of the layers, whatever the number of jobs") {
  const unsigned jobs = GENERATE(1u, 2u, 3u, 16u);
  CAPTURE(jobs);
  const auto records = simulate(test::FakeMachine{}, jobs);
  REQUIRE(records.size() == 5);
  const std::vector<std::pair<std::string, std::uint64_t>> expected{
      {"a", 9}, {"b", 81}, {"c", 1}, {"d", 49}, {"e", 25}};
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(records[i].name == expected[i].first);
    CHECK(records[i].cycles == expected[i].second);
  }
}

TEST_CASE("the layers with the most work start first") {
  std::ostringstream terminal;
  Progress progress{&terminal, 5};
  simulate_layers(test::FakeMachine{}, five_layers(), {}, 5, progress);
  const std::string shown = terminal.str();
  std::vector<std::size_t> starts;
  for (const auto* name : {"b", "d", "e", "a", "c"}) {
    starts.push_back(shown.find(std::string{"0/5 layers  "} + name));
  }
  CHECK(starts.back() != std::string::npos);
  CHECK(std::is_sorted(starts.begin(), starts.end()));
}

TEST_CASE("an exception keeps its type and text across processes") {
  const unsigned jobs = GENERATE(1u, 2u);
  CAPTURE(jobs);
  const auto config = troubled([](const std::string& name) {
    if (name == "d") throw core::ConfigError{{"d.npy", 2, 7}, "does not fit"};
  });
  try {
    simulate(config, jobs);
    FAIL("no exception");
  } catch (const core::ConfigError& error) {
    REQUIRE(error.faults().size() == 1);
    CHECK(core::to_string(error) == "d.npy:2:7: does not fit");
  }
  const auto file = troubled([](const std::string&) { throw core::FileError{"gone"}; });
  CHECK_THROWS_AS(simulate(file, jobs), core::FileError);
  const auto stuck = troubled([](const std::string&) { throw core::SimulationStuck{"dump"}; });
  CHECK_THROWS_AS(simulate(stuck, jobs), core::SimulationStuck);
  CHECK_THROWS_WITH(simulate(stuck, jobs), "layer 'a': dump");
  const auto other = troubled([](const std::string&) { throw std::logic_error{"oops"}; });
  CHECK_THROWS_WITH(simulate(other, jobs), "oops");
}

TEST_CASE("a layer for which memory runs short is named, with what to do about it") {
  const unsigned jobs = GENERATE(1u, 2u);
  CAPTURE(jobs);
  const auto no_memory = troubled([](const std::string& name) {
    if (name == "d") throw std::bad_alloc{};
  });
  CHECK_THROWS_AS(simulate(no_memory, jobs), core::OutOfMemory);
  CHECK_THROWS_WITH(simulate(no_memory, jobs), Catch::StartsWith("layer 'd': out of memory; ") &&
                                                   Catch::Contains("-j") &&
                                                   Catch::Contains("--max-memory"));
  const auto too_long = troubled([](const std::string&) { throw std::length_error{"vector"}; });
  CHECK_THROWS_AS(simulate(too_long, jobs), core::OutOfMemory);
}

TEST_CASE("of several failing layers the first in the network's order is reported") {
  const unsigned jobs = GENERATE(1u, 2u, 5u);
  CAPTURE(jobs);
  const auto machine = troubled([](const std::string& name) {
    if (name == "b" || name == "d" || name == "e") throw core::FileError{name};
  });
  CHECK_THROWS_WITH(simulate(machine, jobs), "b");
}

TEST_CASE("a worker that is killed is reported with its layer and signal") {
  const auto machine = troubled([](const std::string& name) {
    if (name == "c") raise(SIGKILL);
  });
  CHECK_THROWS_WITH(simulate(machine, 2),
                    Catch::StartsWith("layer 'c': its worker process was killed by signal 9"));
}

TEST_CASE("a failure ends the workers of later layers instead of waiting for them") {
  const auto machine = troubled([](const std::string& name) {
    if (name == "a") throw core::FileError{"a"};
    pause();
  });
  // b to e never end by themselves.
  CHECK_THROWS_WITH(simulate(machine, 5), "a");
}

}  // namespace gossamer::cli
