// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "numerics/mma/operand_type.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// The nearest value that an element of that type can have in memory: fp16 and bf16 rounded to
/// nearest even, tf32 as the binary32 it lies there as. Integers must be whole numbers that fit.
float rounded_element(numerics::mma::OperandType type, float value);

/// Element `index` of a run of elements that begins at `bytes`; two int4 share a byte, the first
/// one low. The value must be one that the type can have.
void store_element(numerics::mma::OperandType type, std::uint8_t* bytes, std::size_t index,
                   float value);
float load_element(numerics::mma::OperandType type, const std::uint8_t* bytes, std::size_t index);

}  // namespace gossamer::arch::sparse_tensor_core
