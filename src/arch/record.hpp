// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "arch/machine.hpp"
#include "core/counter.hpp"
#include "core/layer_record.hpp"
#include "kernel/simulation.hpp"
#include "memory/dram.hpp"
#include "memory/dram_port.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch {

/// How the kernel is to run a machine of that clock.
kernel::Settings kernel_settings(double clock_ghz, const SimulationOptions& options);

/// A layer's record before anything has run.
core::LayerRecord blank_record(const workload::Layer& layer, const SimulationOptions& options,
                               std::uint64_t multipliers);

/// Adds the cycles of a run, and the activity of its modules. A module that one run of a layer has
/// and another has not is idle in the other.
void add_run(const kernel::Simulation& simulation, core::LayerRecord& record);

/// Adds the counters of a component.
void add_counters(const core::StatGroup& group, core::LayerRecord& record);

/// Adds the counters of several; `groups` is a range of pointers to StatGroup.
template <class Groups>
void add_all_counters(const Groups& groups, core::LayerRecord& record) {
  for (const core::StatGroup* group : groups) add_counters(*group, record);
}

/// Adds the bytes that went through a DRAM port. Its counters are added like all others.
void add_dram_bytes(const memory::DramPort& port, core::LayerRecord& record);

/// Adds multiplier-cycles, named in the machine's order.
template <std::size_t reasons>
void add_slots(const std::array<std::string_view, reasons>& names,
               const std::array<std::uint64_t, reasons>& counts, core::LayerRecord& record) {
  if (record.slots.empty()) {
    for (const auto name : names) record.slots.emplace_back(std::string{name}, 0);
  }
  for (std::size_t i = 0; i < reasons; ++i) record.slots[i].second += counts[i];
}

/// Adds what the units with the multipliers have counted: slots, of which those in `useful` are the
/// effectual MACs, and counters. `units` is a range of pointers to modules with slots() and
/// stats().
template <class Slot, std::size_t reasons, class Units>
void add_multiplying_units(const std::array<std::string_view, reasons>& names, Slot useful,
                           const Units& units, core::LayerRecord& record) {
  for (const auto& unit : units) {
    add_slots(names, unit->slots().all(), record);
    record.effectual_macs += unit->slots().of(useful);
    add_all_counters(unit->stats().groups(), record);
  }
}

/// Adds the counters of other units, a range of pointers to modules with stats().
template <class Units>
void add_units(const Units& units, core::LayerRecord& record) {
  for (const auto& unit : units) add_all_counters(unit->stats().groups(), record);
}

/// Cycles that DRAM needs at least for the bytes of a layer, at its bandwidth.
double dram_bound_cycles(const core::LayerRecord& record, const memory::Dram::Params& dram,
                         double clock_ghz);

}  // namespace gossamer::arch
