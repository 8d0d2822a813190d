// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "kernel/module.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::test {

/// A module whose step is written in the test; it records the edges it was given and slept through.
class Probe : public kernel::Module {
 public:
  using Step = std::function<core::Activity(Probe&)>;

  Probe(const sc_core::sc_module_name& name, kernel::Simulation& simulation, Step step)
      : Module{name, simulation}, step_{std::move(step)} {}

  std::string state() const override { return "probing"; }

  using Module::burst_limit;
  using Module::simulation;
  using Module::sleep;
  using Module::sleep_until;
  using Module::spend;

  std::vector<std::uint64_t> steps;
  std::vector<std::uint64_t> slept_edges;

 private:
  core::Activity step() override {
    steps.push_back(now().number());
    return step_(*this);
  }
  void slept(core::Cycles edges) override { slept_edges.push_back(edges.count()); }

  Step step_;
};

/// Sleeps at once and for good, unless something wakes it.
inline core::Activity doze(Probe& probe) {
  probe.sleep();
  return core::Activity::wait_input;
}

/// Ends the run with the edge `last`.
inline Probe::Step end_at(std::uint64_t last) {
  return [last](Probe& probe) {
    if (probe.now() == core::Edge{last}) probe.simulation().finish(probe.now());
    probe.sleep_until(core::Edge{last});
    return core::Activity::idle;
  };
}

/// Runs `action` at the edge `when` and at no other.
inline Probe::Step once_at(std::uint64_t when, std::function<void(Probe&)> action) {
  return [when, action = std::move(action)](Probe& probe) {
    if (probe.now() < core::Edge{when}) {
      probe.sleep_until(core::Edge{when});
    } else {
      if (probe.now() == core::Edge{when}) action(probe);
      probe.sleep();
    }
    return core::Activity::idle;
  };
}

/// A module's edges in the order of core::activity_names: busy, wait_input, wait_output, idle.
inline std::array<std::uint64_t, 4> edges_of(const kernel::Module& module) {
  std::array<std::uint64_t, 4> edges{};
  for (std::size_t i = 0; i < edges.size(); ++i) {
    edges[i] = module.activity().of(static_cast<core::Activity>(i)).count();
  }
  return edges;
}

using Edges = std::vector<std::uint64_t>;

}  // namespace gossamer::test
