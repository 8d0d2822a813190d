// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/errors.hpp"
#include "tensor/tensor.hpp"
#include "workload/reader_block.hpp"

namespace gossamer::workload {

/// Compares the header of an operand's .npy file with the shape the layer needs. `where` and `name`
/// are those of the file's name in the layer trace, and every fault is reported there.
void check_npy(ReaderContext& context, const core::Position& where, const std::string& name,
               const std::string& path, const tensor::Shape& needed);

}  // namespace gossamer::workload
