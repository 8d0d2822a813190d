// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "arch/dlac/chip.hpp"
#include "core/layer_record.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::arch::dlac {

/// Adds a run of the chip to a layer's record.
void add_to_record(const kernel::Simulation& simulation, const Chip& chip, const Params& params,
                   const Mapping& mapping, core::LayerRecord& record);

/// Every counter of the machine, at 0.
std::map<std::string, std::map<std::string, std::uint64_t>> all_counters();

}  // namespace gossamer::arch::dlac
