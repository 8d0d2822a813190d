// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "arch/pe_array/chip.hpp"
#include "core/layer_record.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::arch::pe_array {

/// Adds what one run of the chip counted to the record of its layer.
void add_to_record(const kernel::Simulation& simulation, const Chip& chip,
                   core::LayerRecord& record);

/// Every counter of the machine, by path and action, at 0.
std::map<std::string, std::map<std::string, std::uint64_t>> all_counters();

}  // namespace gossamer::arch::pe_array
