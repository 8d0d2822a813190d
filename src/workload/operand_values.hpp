// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "workload/layer.hpp"

namespace gossamer::workload {

/// What the elements of operand files must be for a machine.
enum class OperandValues {
  int16,  ///< whole numbers of 16 bits
  real,   ///< finite numbers, which the machine quantises
};

/// Reads every operand file of the layers once and throws ConfigError with all values that a
/// machine which needs `values` cannot take: position of the file's name in the workload, layer,
/// value and index, the first of each file. Throws FileError if a file cannot be read.
void check_operand_values(const std::vector<Layer>& layers, OperandValues values);

}  // namespace gossamer::workload
