// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/layer_record.hpp"

namespace gossamer::cli {

/// Runs a simulation and turns what comes of it, a record or an exception, into bytes for a pipe.
std::vector<std::uint8_t> pack_outcome(const std::function<core::LayerRecord()>& simulate);

/// The record, or the exception thrown again with its type: ConfigError with its faults, FileError,
/// SimulationStuck, OutOfMemory; anything else as std::runtime_error.
core::LayerRecord unpack_outcome(const std::vector<std::uint8_t>& bytes);

}  // namespace gossamer::cli
