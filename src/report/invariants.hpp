// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/layer_record.hpp"
#include "report/run_report.hpp"

namespace gossamer::report {

/// What must hold for every layer of every machine: slots sum to multipliers x cycles, each
/// module's activity sums to the cycles, effectual MACs are at most the MACs. Throws
/// SimulationStuck with the layer, the module and the numbers of everything that does not hold.
void check_invariants(const core::LayerRecord& record);

/// The same, and for the priced layer: no energy is negative or not finite, `dram` is a key, and
/// `pe` with the leaves outside it sums to the total.
void check_invariants(const LayerReport& layer);

}  // namespace gossamer::report
