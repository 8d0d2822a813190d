// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "numerics/mma/operand_type.hpp"

namespace gossamer::numerics::mma {

/// A floating-point element taken apart for the multipliers: exponent in the upper 16 bits, signed
/// significand (an integer of at most 11 bits, 10 of them fractional) in the lower. Adding the
/// upper halves of two words and multiplying the lower ones gives a product that is exact and not
/// normalised.
using OperandWord = std::int32_t;

/// Exponents of words that are no normal or subnormal number; a product with one of them has an
/// exponent that no finite product has. Significands: 0 of zero and NaN, 1 or -1 of an infinity.
inline constexpr std::int32_t zero_word_exponent = -8000;
inline constexpr std::int32_t special_word_exponent = 16000;
inline constexpr std::int32_t least_special_exponent = 1000;  ///< above that of finite products

/// The word of a value. tf32 loses its low 13 bits here; other types must be exact.
OperandWord operand_word(OperandType type, float value);

/// The value of a word; every NaN becomes the same one.
float word_value(OperandWord word);

/// A matrix of such words, in C order. Rows may be read `read_ahead` words beyond their end, as
/// kernels do that compute a whole vector of outputs at once.
class OperandMatrix {
 public:
  static constexpr std::size_t read_ahead = 16;

  OperandMatrix() = default;
  OperandMatrix(OperandType type, const float* values, std::size_t rows, std::size_t columns);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  /// Words from one row to the next: an odd number of cache lines.
  std::size_t pitch() const { return pitch_; }
  const OperandWord* row(std::size_t index) const { return words_.data() + index * pitch_; }

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::size_t pitch_ = 0;
  std::vector<OperandWord> words_;
};

}  // namespace gossamer::numerics::mma
