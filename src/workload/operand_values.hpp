// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "workload/layer.hpp"

namespace gossamer::workload {

/// Reads every operand file of the layers once and throws ConfigError with all values that no int16
/// machine can take: position of the file's name in the workload, layer, value and index, the first
/// of each file. Throws FileError if a file cannot be read.
void check_operand_values(const std::vector<Layer>& layers);

}  // namespace gossamer::workload
