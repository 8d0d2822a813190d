// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "arch/machine.hpp"
#include "cli/progress.hpp"
#include "core/layer_record.hpp"
#include "kernel/recorder.hpp"
#include "workload/layer.hpp"

namespace gossamer::cli {

/// What is recorded of the times in each layer; nothing for nothing.
using Recording = std::optional<kernel::RecorderSettings>;

/// The records of all layers in their order: in this process for one job, else in up to `jobs`
/// processes at a time, one layer each, the longest first. The records do not depend on `jobs`. If
/// layers fail, the exception of the first of them in the order of the network is thrown, what
/// memory ran short as OutOfMemory; a worker that dies is a std::runtime_error that names its
/// layer.
std::vector<core::LayerRecord> simulate_layers(const arch::Machine& machine,
                                               const std::vector<workload::Layer>& layers,
                                               const arch::SimulationOptions& options,
                                               unsigned jobs, Progress& progress,
                                               const Recording& recording = std::nullopt);

}  // namespace gossamer::cli
