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

/// Adds multiplier-cycles, named in the machine's order.
template <std::size_t reasons>
void add_slots(const std::array<std::string_view, reasons>& names,
               const std::array<std::uint64_t, reasons>& counts, core::LayerRecord& record) {
  if (record.slots.empty()) {
    for (const auto name : names) record.slots.emplace_back(std::string{name}, 0);
  }
  for (std::size_t i = 0; i < reasons; ++i) record.slots[i].second += counts[i];
}

/// Cycles that DRAM needs at least for the bytes of a layer, at its bandwidth.
double dram_bound_cycles(const core::LayerRecord& record, const memory::Dram::Params& dram,
                         double clock_ghz);

}  // namespace gossamer::arch
