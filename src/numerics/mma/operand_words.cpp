// SPDX-License-Identifier: Apache-2.0
#include "numerics/mma/operand_words.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "numerics/floating_point.hpp"
#include "numerics/tf32.hpp"

namespace gossamer::numerics::mma {

namespace {

constexpr std::size_t line = 16;  // words of a cache line

OperandWord word(std::int32_t exponent, std::int32_t significand) {
  return static_cast<OperandWord>(static_cast<std::uint32_t>(exponent) << 16 |
                                  (static_cast<std::uint32_t>(significand) & 0xFFFFu));
}

}  // namespace

OperandWord operand_word(OperandType type, float value) {
  if (type == OperandType::tf32) value = truncate_to_tf32(value);
  const std::uint32_t bits = float_bits(value);
  const std::int32_t sign = bits >> 31 != 0 ? -1 : 1;
  const auto field = static_cast<std::int32_t>(bits >> 23 & 255u);
  std::uint32_t significand = (bits & 0x007FFFFFu) | (field != 0 ? 0x00800000u : 0u);
  if (field == 255) return word(special_word_exponent, std::isnan(value) ? 0 : sign);
  if (significand == 0) return word(zero_word_exponent, 0);
  const std::int32_t normal = std::max(field, 1) - 127;
  const std::int32_t exponent = std::max(normal, least_exponent(type));
  const auto dropped = static_cast<unsigned>(exponent - normal) + 13;
  assert(dropped < 24 && significand << (32 - dropped) == 0 && "an operand is not of its type");
  return word(exponent, sign * static_cast<std::int32_t>(significand >> dropped));
}

float word_value(OperandWord word) {
  const std::int32_t exponent = word >> 16;
  const auto significand = static_cast<std::int16_t>(static_cast<std::uint32_t>(word) & 0xFFFFu);
  if (exponent == special_word_exponent) {
    const float infinity = std::numeric_limits<float>::infinity();
    return significand == 0 ? std::numeric_limits<float>::quiet_NaN()
                            : std::copysign(infinity, static_cast<float>(significand));
  }
  return std::ldexp(static_cast<float>(significand), exponent - 10);
}

OperandMatrix::OperandMatrix(OperandType type, const float* values, std::size_t rows,
                             std::size_t columns)
    : rows_{rows},
      columns_{columns},
      pitch_{((columns + line - 1) / line | 1) * line},
      words_(rows * pitch_ + read_ahead, operand_word(type, 0)) {
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c)
      words_[r * pitch_ + c] = operand_word(type, values[r * columns + c]);
}

}  // namespace gossamer::numerics::mma
