// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "tensor/tensor.hpp"
#include "workload/layer.hpp"
#include "workload/reader_block.hpp"

namespace gossamer::workload {

/// What the shape of a layer asks of an operand.
struct OperandNeeds {
  std::uint32_t groups = 1;
  tensor::Shape file_shape;  ///< of each .npy file
};

enum class Role { weights, activations };

/// The key `weights` or `activations` of a layer. Without `needs` (the shape has a fault) only what
/// the operand says by itself is checked.
OperandSource read_operand(ReaderBlock& layer, Role role, const std::optional<OperandNeeds>& needs);

}  // namespace gossamer::workload
