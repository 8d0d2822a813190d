// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gossamer::numerics::lowbit {

/// How weights are represented. `full`: floating-point numbers, multiplied; ternary and TTQ: -1, 0
/// and +1; binary: -1 and +1; wrpn and dorefa: whole numbers of `weight_bits` bits.
enum class WeightScheme { full, ternary, ttq, binary, wrpn, dorefa };

enum class ActivationType { fp32, fp16, integer };

/// What shares a scale: all filters of a layer, or the weights of one filter.
enum class Granularity { layer, channel };

/// TTQ's two scales multiply the two partial sums of an output, or each activation on its way in.
enum class TtqOrder { after_sum, before_sum };

/// What an accumulator holds for floating-point activations; it rounds each sum to it. Integers are
/// summed in 32 bits.
enum class SumType { fp32, fp16 };

/// How a layer is computed.
struct Format {
  WeightScheme weights = WeightScheme::ternary;
  unsigned weight_bits = 2;  ///< 1 binary; 2 ternary, ttq; 2 to 8 wrpn, dorefa; 16 or 32 full
  ActivationType activations = ActivationType::fp32;
  unsigned activation_bits = 32;   ///< 32 fp32; 16 fp16; integers 2 to 8, unsigned ones 1 to 8
  bool signed_activations = true;  ///< floating-point numbers are always signed
  Granularity scales = Granularity::layer;
  TtqOrder ttq = TtqOrder::after_sum;
  SumType sums = SumType::fp32;

  constexpr bool is_integer() const { return activations == ActivationType::integer; }
  /// Codes are -1, 0 and +1 alone: an operation is an addition or a subtraction.
  constexpr bool adds_only() const { return !multiplies(); }
  /// An operation multiplies before it adds.
  constexpr bool multiplies() const {
    return weights == WeightScheme::full || weights == WeightScheme::dorefa ||
           (weights == WeightScheme::wrpn && weight_bits > 2);
  }
  /// Positive and negative pairs are summed apart.
  constexpr bool has_two_sums() const {
    return weights == WeightScheme::ttq && ttq == TtqOrder::after_sum;
  }
  /// Weights that a mask can leave out: dorefa's codes are odd and binary's are signs.
  constexpr bool has_zero() const {
    return weights != WeightScheme::binary && weights != WeightScheme::dorefa;
  }
  /// The largest magnitude of a weight's code: of wrpn 2^(k-1) - 1, of dorefa 2^k - 1 (odd numbers
  /// only); 1 of the others. Not for `full`.
  constexpr std::int16_t highest_code() const {
    if (weights == WeightScheme::wrpn)
      return static_cast<std::int16_t>((1 << (weight_bits - 1)) - 1);
    if (weights == WeightScheme::dorefa) return static_cast<std::int16_t>((1 << weight_bits) - 1);
    return 1;
  }
  /// The largest integer activation; the least is 0, or its negative.
  constexpr std::int32_t highest_activation() const {
    return (std::int32_t{1} << (signed_activations ? activation_bits - 1 : activation_bits)) - 1;
  }
};

/// What is wrong with a format, as a sentence; null if a machine can compute in it.
const char* fault_of(const Format& format);

}  // namespace gossamer::numerics::lowbit
