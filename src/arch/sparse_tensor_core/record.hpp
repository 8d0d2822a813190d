// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "arch/sparse_tensor_core/chip.hpp"
#include "core/layer_record.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// How busy what may limit a layer was, in units of its own capacity x cycles.
struct Busy {
  double tensor_cores = 0;
  double shared_memory = 0;
  double bank_conflicts = 0;  ///< of shared_memory
  double sm_port = 0;
  double l2 = 0;
  double dram = 0;
};

/// Adds what one run of the chip counted to the record of its layer, and what follows for the SMs
/// that the simulated one stands for.
void add_to_record(const kernel::Simulation& simulation, const Chip& chip, const Params& params,
                   const LayerLoad& load, core::LayerRecord& record, Busy& busy);

/// The same of a microbenchmark on one SM.
void add_to_record(const kernel::Simulation& simulation, const Sm& sm, core::LayerRecord& record);

/// Every counter of the machine, by path and action, at 0.
std::map<std::string, std::map<std::string, std::uint64_t>> all_counters();

}  // namespace gossamer::arch::sparse_tensor_core
