// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/cpu_level.hpp"
#include "numerics/mma/accumulation.hpp"
#include "numerics/mma/operand_words.hpp"

namespace gossamer::numerics::mma {

/// Many outputs at once: d[i][j] += sum over p < k of a[i][p] * b[r][j], where row r of B is
/// b_rows[i][p], or p if there is no b_rows (a dense A). Equal to `dot` on the same values, bit for
/// bit. All matrices in C order; a pitch is the distance of rows in elements.
struct FloatBlock {
  std::size_t m = 0;
  std::size_t n = 0;
  std::size_t k = 0;  ///< products of an output: of a sparse A the kept ones
  const OperandWord* a = nullptr;
  std::size_t a_pitch = 0;
  const OperandWord* b = nullptr;  ///< readable OperandMatrix::read_ahead words beyond each row
  std::size_t b_pitch = 0;
  const std::uint32_t* b_rows = nullptr;  ///< [m][k], operand selection by metadata
  std::size_t b_rows_pitch = 0;
  float* d = nullptr;  ///< [m][n]; C before, D after
  std::size_t d_pitch = 0;
  FusedAdd arithmetic;
};

/// The same for integers, as instructions of `terms` products each; equal to `integer_dot`.
struct IntegerBlock {
  std::size_t m = 0;
  std::size_t n = 0;
  std::size_t k = 0;
  const std::int16_t* a = nullptr;
  std::size_t a_pitch = 0;
  const std::int16_t* b = nullptr;
  std::size_t b_pitch = 0;
  const std::uint32_t* b_rows = nullptr;
  std::size_t b_rows_pitch = 0;
  std::int32_t* d = nullptr;
  std::size_t d_pitch = 0;
  std::size_t terms = 32;  ///< products of an output in one instruction; values must fit int8
  Overflow overflow = Overflow::wrap;
};

using FloatKernel = void (*)(const FloatBlock& block);
using IntegerKernel = void (*)(const IntegerBlock& block);

/// The kernels of a level. The host must have it.
FloatKernel float_kernel(core::CpuLevel level);
IntegerKernel integer_kernel(core::CpuLevel level);

/// With the best kernel of this host.
void multiply_block(const FloatBlock& block);
void multiply_block(const IntegerBlock& block);

}  // namespace gossamer::numerics::mma
