// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <vector>

#include "core/random.hpp"
#include "numerics/vsq/format.hpp"

namespace gossamer::test {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

/// floor for arguments of at least 0.
inline cpp_int floor_of(const cpp_rational& x) {
  return numerator(x) / denominator(x);
}

inline cpp_int round_half_away(const cpp_rational& x) {
  const cpp_int magnitude = floor_of(abs(x) + cpp_rational(1, 2));
  return x < 0 ? cpp_int(-magnitude) : magnitude;
}

inline cpp_int clip(const cpp_int& x, const cpp_int& lowest, const cpp_int& highest) {
  return x < lowest ? lowest : x > highest ? highest : x;
}

/// To the range of a signed number of so many bits.
inline cpp_int saturate_exactly(const cpp_int& x, unsigned bits) {
  const cpp_int end = cpp_int(1) << (bits - 1);
  return clip(x, -end, end - 1);
}

/// Uniform in [low, high].
inline std::int64_t between(core::RandomStream& random, std::int64_t low, std::int64_t high) {
  const auto count = static_cast<std::uint64_t>(high - low) + 1;
  const std::uint64_t word = std::uint64_t{random.next()} << 32 | random.next();
  return low + static_cast<std::int64_t>(word % count);
}

/// A code of a format: its ends and 0 often, else any.
inline std::int16_t any_code(core::RandomStream& random,
                             const numerics::vsq::ElementFormat& format) {
  switch (random.below(6)) {
    case 0:
      return static_cast<std::int16_t>(format.lowest());
    case 1:
      return static_cast<std::int16_t>(format.highest());
    case 2:
      return 0;
    default:
      return static_cast<std::int16_t>(between(random, format.lowest(), format.highest()));
  }
}

inline std::uint16_t any_scale(core::RandomStream& random,
                               const numerics::vsq::OperandFormat& format) {
  const std::uint32_t highest = format.highest_scale();
  if (!format.has_scales()) return 1;
  return static_cast<std::uint16_t>(random.below(4) == 0 ? highest : random.below(highest + 1));
}

/// Every element format: signed and unsigned of 2 to 8 bits, and signed of 16.
inline std::vector<numerics::vsq::ElementFormat> all_element_formats() {
  std::vector<numerics::vsq::ElementFormat> formats;
  for (unsigned bits = 2; bits <= 8; ++bits) {
    formats.push_back({bits, true});
    formats.push_back({bits, false});
  }
  formats.push_back({16, true});
  return formats;
}

/// Bits of scales, 0 for none.
inline std::vector<unsigned> all_scale_bits() {
  return {0, 3, 4, 5, 6, 7, 8, 9, 10};
}

}  // namespace gossamer::test
