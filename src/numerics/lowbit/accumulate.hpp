// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "numerics/floating_point.hpp"
#include "numerics/fp16.hpp"
#include "numerics/lowbit/weight_format.hpp"

/// The arithmetic of a PE. An output is the sum, from +0, of its effectual pairs (weight and
/// activation both non-zero) in the order in which they are issued, one rounding per operation, to
/// nearest, halves to even; subnormals are kept. Leaving a pair out and adding a zero give the same
/// sum, since no sum that starts at +0 ever becomes -0. A weight of zero takes no part even where
/// its activation is infinite or no number. Any output that is no number is 0x7FC00000 (binary32).
namespace gossamer::numerics::lowbit {

/// binary32 adder and multiplier.
struct Fp32Arithmetic {
  using Value = float;
  static Value add(Value a, Value b) { return a + b; }
  static Value multiply(Value a, Value b) { return a * b; }
};

/// binary16 adder and multiplier; its values are kept as floats. The sum and the product of two
/// binary16 numbers, rounded to 24 bits and then to 11, are as if rounded once.
struct Fp16Arithmetic {
  using Value = float;
  static Value round(Value a) { return fp16_to_float(float_to_fp16(a)); }
  static Value add(Value a, Value b) { return round(a + b); }
  static Value multiply(Value a, Value b) { return round(a * b); }
};

/// Two's complement of 32 bits; a sum that outgrows them wraps (of the largest codes and
/// activations after 33,025 terms).
struct Int32Arithmetic {
  using Value = std::int32_t;
  static Value add(Value a, Value b) {
    return static_cast<Value>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
  }
  static Value multiply(Value a, Value b) { return a * b; }
};

/// One sum.
template <class Arithmetic>
class Accumulator {
 public:
  using Value = typename Arithmetic::Value;

  /// The sign flip and the addition of a code of +1 or -1.
  void add(Value activation, bool negative) {
    sum_ = Arithmetic::add(sum_, negative ? -activation : activation);
  }
  /// The product is rounded, then the sum. `weight` is a code or a real weight.
  void add_product(Value activation, Value weight) {
    sum_ = Arithmetic::add(sum_, Arithmetic::multiply(activation, weight));
  }
  Value sum() const { return sum_; }
  void clear() { sum_ = Value{}; }

 private:
  Value sum_{};
};

/// Two sums, of the activations at codes of +1 and of those at codes of -1 (TTQ, scales after).
template <class Arithmetic>
class SplitAccumulator {
 public:
  using Value = typename Arithmetic::Value;

  void add(Value activation, bool negative) {
    Value& sum = sums_[negative ? 1 : 0];
    sum = Arithmetic::add(sum, activation);
  }
  Value positive() const { return sums_[0]; }
  Value negative() const { return sums_[1]; }
  void clear() { sums_[0] = sums_[1] = Value{}; }

 private:
  Value sums_[2]{};
};

/// Calls `visit` with the arithmetic that a format's sums are made in.
template <class Visit>
auto with_arithmetic(const Format& format, Visit visit) {
  if (format.is_integer()) return visit(Int32Arithmetic{});
  if (format.sums == SumType::fp16) return visit(Fp16Arithmetic{});
  return visit(Fp32Arithmetic{});
}

/// An activation times a scale of TTQ on its way in (TtqOrder::before_sum), rounded once to what
/// the accumulator holds.
template <class Arithmetic>
typename Arithmetic::Value prescaled(typename Arithmetic::Value activation, float scale) {
  return Arithmetic::multiply(activation, scale);
}
template <>
inline float prescaled<Fp16Arithmetic>(float activation, float scale) {
  return Fp16Arithmetic::multiply(activation, Fp16Arithmetic::round(scale));
}

/// One pattern for everything that is no number.
inline float canonical(float value) {
  return value != value ? bits_float(0x7FC00000u) : value;
}

/// The drain: binary32, each operation rounded. A sum of integers becomes a binary32 number first.
template <class Value>
float drain(Value sum, float scale) {
  return canonical(static_cast<float>(sum) * scale);
}

/// TTQ, scales after the sum: Wp P - Wn N.
template <class Value>
float drain(Value positive, Value negative, float positive_scale, float negative_scale) {
  const float plus = static_cast<float>(positive) * positive_scale;
  const float minus = static_cast<float>(negative) * negative_scale;
  return canonical(plus - minus);
}

/// A drained value less a constant, which is subtracted before ReLU; 0 changes no bit.
inline float lowered(float value, float constant) {
  return constant == 0 ? value : canonical(value - constant);
}

/// max(value, +0); what is no number stays so.
inline float rectified(float value) {
  return value <= 0 ? 0.0F : value;
}

/// WRPN and DoReFa activations (both as recalled): clipped to [0, 1], or [-1, 1] where signed, then
/// the nearest of the `highest_activation()` steps, halves to even, one exact rounding. What is no
/// number becomes 0.
inline std::int32_t activation_code(float value, const Format& format) {
  const double low = format.signed_activations ? -1 : 0;
  const double clipped = value != value ? 0 : value < low ? low : value > 1 ? 1 : double{value};
  return static_cast<std::int32_t>(std::nearbyint(clipped * format.highest_activation()));
}

/// What a code of 1 stands for.
inline float activation_scale(const Format& format) {
  return format.is_integer() ? 1 / static_cast<float>(format.highest_activation()) : 1.0F;
}

/// The scale that an output of integers is drained with: of the weights times that of activations,
/// rounded once.
inline float folded(float weight_scale, float scale_of_activations) {
  return weight_scale * scale_of_activations;
}

/// A drained value as memories hold it: rounded to binary16, or to its code times the scale of
/// activations; binary32 unchanged.
inline float stored(float value, const Format& format) {
  if (format.activations == ActivationType::fp32) return value;
  if (format.activations == ActivationType::fp16)
    return canonical(fp16_to_float(float_to_fp16(value)));
  return static_cast<float>(activation_code(value, format)) * activation_scale(format);
}

}  // namespace gossamer::numerics::lowbit
