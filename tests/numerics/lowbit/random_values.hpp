// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "core/random.hpp"
#include "numerics/floating_point.hpp"
#include "numerics/fp16.hpp"
#include "numerics/lowbit/weight_format.hpp"

namespace gossamer::test {

/// What else a random number may be.
enum class Odd { finite, anything };

/// A binary32 number: near 1, of any magnitude, subnormal, zero of either sign; with
/// Odd::anything, rarely, infinite or no number.
inline float any_float(core::RandomStream& random, Odd odd = Odd::finite) {
  const std::uint32_t word = random.next();
  const std::uint32_t sign = word & 0x80000000u;
  const std::uint32_t fraction = word & 0x007FFFFFu;
  switch (random.below(12)) {
    case 0:
      return numerics::bits_float(sign);
    case 1:
      return numerics::bits_float(sign | fraction);
    case 2:
      return numerics::bits_float(sign | random.below(255) << 23 | fraction);
    case 3:
      if (odd == Odd::anything && random.below(20) == 0)
        return random.below(2) == 0 ? std::numeric_limits<float>::quiet_NaN()
                                    : numerics::bits_float(sign | 0x7F800000u);
      [[fallthrough]];
    default:
      return numerics::bits_float(sign | (117 + random.below(20)) << 23 | fraction);
  }
}

/// The same for binary16.
inline float any_half(core::RandomStream& random, Odd odd = Odd::finite) {
  std::uint32_t bits = random.next() & 0xFFFFu;
  switch (random.below(12)) {
    case 0:
      bits &= 0x8000u;
      break;
    case 1:
      bits &= 0x83FFu;
      break;
    case 2:
      if (odd == Odd::finite && (bits & 0x7C00u) == 0x7C00u) bits &= 0xBFFFu;
      break;
    default:
      bits = (bits & 0x83FFu) | (9 + random.below(10)) << 10;
  }
  return numerics::fp16_to_float(static_cast<numerics::Fp16Bits>(bits));
}

inline float any_real(core::RandomStream& random, const numerics::lowbit::Format& format,
                      Odd odd = Odd::finite) {
  return format.activations == numerics::lowbit::ActivationType::fp16 ? any_half(random, odd)
                                                                      : any_float(random, odd);
}

inline std::int32_t any_integer(core::RandomStream& random,
                                const numerics::lowbit::Format& format) {
  const std::int32_t highest = format.highest_activation();
  if (random.below(3) == 0) return 0;
  const auto magnitude =
      static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(highest) + 1));
  return format.signed_activations && random.below(2) == 0 ? -magnitude : magnitude;
}

}  // namespace gossamer::test
