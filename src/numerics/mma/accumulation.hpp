// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "numerics/mma/operand_type.hpp"

namespace gossamer::numerics::mma {

/// Type of C and D.
enum class OutputType { fp32, fp16 };

/// Tensor cores whose additions are documented (MMA-Sim, arXiv:2511.10909).
enum class Generation { ampere, hopper };

/// One fused addition of products and C.
struct FusedAdd {
  OperandType operands = OperandType::fp16;  ///< fp16, bf16 or tf32
  unsigned fraction_bits = 24;  ///< F: bits kept behind the binary point of the largest term, <= 25
  std::size_t terms = 8;        ///< products of one fused addition, at most 32
  OutputType output = OutputType::fp32;
};

/// The additions of an instruction with `products` products per output: the K of a dense `mma`, the
/// kept half of it of an `mma.sp` (for which it is an assumption, docs/mma.md). Ampere: F = 24 and
/// at most 8 terms (tf32: 4); Hopper: F = 25, all products of the instruction at once.
FusedAdd fused_add(Generation generation, OperandType operands, OutputType output,
                   std::size_t products);

/// One fused addition of the products a[i] * b[i], i < n <= 32, and c. Products are exact and not
/// normalised: the exponent of one is the sum of its operands' (least_exponent for subnormals, -126
/// for a zero term). All terms are truncated toward zero to F fractional bits below the largest
/// exponent and added exactly; the sum is normalised once and rounded toward zero to binary32 (to
/// infinity from 2^128 on), or to nearest even to binary16. A NaN is 0x7FFFFFFF, in binary16
/// 0x7FFF; an exact sum of zero is +0. tf32 operands lose their low 13 bits here; fp16 and bf16
/// operands must be values of their type, and c one of the output's. Source: MMA-Sim.
float fused_multiply_add(const float* a, const float* b, std::size_t n, float c,
                         const FusedAdd& arithmetic);

/// k products in order: sequential fused additions of `arithmetic.terms` each, the last one of what
/// is left.
float dot(const float* a, const float* b, std::size_t k, float c, const FusedAdd& arithmetic);

/// What becomes of an integer sum beyond int32 (`.satfinite` of the instruction).
enum class Overflow { wrap, saturate };

/// c + the sum of a[i] * b[i] of one instruction, exact before it is wrapped or saturated.
std::int32_t integer_multiply_add(const std::int16_t* a, const std::int16_t* b, std::size_t n,
                                  std::int32_t c, Overflow overflow);

/// k products in order, as instructions of `terms` products each.
std::int32_t integer_dot(const std::int16_t* a, const std::int16_t* b, std::size_t k,
                         std::int32_t c, std::size_t terms, Overflow overflow);

}  // namespace gossamer::numerics::mma
