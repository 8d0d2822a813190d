// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/scnn/chip.hpp"
#include "core/layer_record.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::arch::scnn {

/// Adds what one run of the chip counted to the record of its layer.
void add_to_record(const kernel::Simulation& simulation, const Chip& chip,
                   core::LayerRecord& record);

}  // namespace gossamer::arch::scnn
