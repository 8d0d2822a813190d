// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/random.hpp"
#include "numerics/bf16.hpp"
#include "numerics/fp16.hpp"
#include "numerics/mma/operand_type.hpp"
#include "numerics/tf32.hpp"

namespace gossamer::test {

/// Finite values of a type: one quarter any bit pattern (subnormals, huge ones), one quarter zeros
/// and small whole numbers (cancellation), the rest of the magnitude of 1.
class RandomOperands {
 public:
  RandomOperands(numerics::mma::OperandType type, std::uint64_t seed)
      : type_{type}, random_{seed, "operands"} {}

  float next() {
    const std::uint32_t kind = random_.below(4);
    if (kind == 0) return pattern();
    if (kind == 1) return static_cast<float>(static_cast<int>(random_.below(9)) - 4);
    const auto value = static_cast<float>(static_cast<std::int32_t>(random_.next())) * 0x1p-31f;
    return of_type(value);
  }

  std::vector<float> next(std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) value = next();
    return values;
  }

  float of_type(float value) const {
    using numerics::mma::OperandType;
    if (type_ == OperandType::fp16) return numerics::fp16_to_float(numerics::float_to_fp16(value));
    if (type_ == OperandType::bf16) return numerics::bf16_to_float(numerics::float_to_bf16(value));
    return numerics::truncate_to_tf32(value);
  }

 private:
  /// Any finite pattern; a value that becomes infinite in its type is halved away.
  float pattern() {
    const std::uint32_t bits = random_.next();
    if (type_ == numerics::mma::OperandType::fp16) {
      const auto half = static_cast<numerics::Fp16Bits>(bits);
      return numerics::fp16_to_float((half & 0x7C00) == 0x7C00 ? half & 0xBFFF : half);
    }
    const float value =
        numerics::bits_float((bits & 0x7F800000u) == 0x7F800000u ? bits & 0xBFFFFFFFu : bits);
    return numerics::truncate_to_tf32(
        type_ == numerics::mma::OperandType::bf16
            ? numerics::bits_float(numerics::float_bits(value) & 0xFFFF0000u)
            : value);
  }

  numerics::mma::OperandType type_;
  core::RandomStream random_;
};

}  // namespace gossamer::test
