// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/operand_words.hpp"

#include <cstring>

#include "numerics/floating_point.hpp"
#include "numerics/fp16.hpp"

namespace gossamer::arch::dlac {

namespace {

using numerics::bits_float;
using numerics::float_bits;
using numerics::lowbit::ActivationType;
using numerics::lowbit::SumType;
using numerics::lowbit::WeightScheme;

constexpr std::uint32_t all = 0xFFFFFFFF;
constexpr std::uint32_t sign = 0x80000000;

/// The two's complement number in the lowest bits.
std::int32_t extended(std::uint32_t word, std::uint32_t bits) {
  const std::uint32_t top = std::uint32_t{1} << (bits - 1);
  return static_cast<std::int32_t>((word ^ top) - top);
}

bool odd_codes(const Format& format) {
  return !format.has_zero();
}

}  // namespace

// Whole words are as they lie in the memory of the host.
void append_packed(const std::vector<std::uint32_t>& words, std::uint32_t bits,
                   std::vector<std::uint8_t>& to) {
  if (bits == 32) {
    const std::size_t at = to.size();
    to.resize(at + words.size() * sizeof(std::uint32_t));
    std::memcpy(to.data() + at, words.data(), words.size() * sizeof(std::uint32_t));
    return;
  }
  BitWriter writer{to};
  for (const std::uint32_t word : words) writer.put(word, bits);
  writer.flush();
}

void read_packed(const std::uint8_t* from, std::uint32_t bits, std::vector<std::uint32_t>& words) {
  if (bits == 32) {
    std::memcpy(words.data(), from, words.size() * sizeof(std::uint32_t));
    return;
  }
  BitReader reader{from};
  for (std::uint32_t& word : words) word = reader.get(bits);
}

std::uint32_t stored_activation(std::uint32_t word, const Format& format) {
  if (format.activations == ActivationType::fp32) return word;
  if (format.activations == ActivationType::fp16) return numerics::float_to_fp16(bits_float(word));
  return low_bits(word, format.activation_bits);
}

std::uint32_t loaded_activation(std::uint32_t stored, const Format& format) {
  if (format.activations == ActivationType::fp32) return stored;
  if (format.activations == ActivationType::fp16) {
    return float_bits(numerics::fp16_to_float(static_cast<numerics::Fp16Bits>(stored)));
  }
  return format.signed_activations
             ? static_cast<std::uint32_t>(extended(stored, format.activation_bits))
             : stored;
}

std::uint32_t packed_code(std::int16_t code, const Format& format) {
  const int number = odd_codes(format) ? (code + format.highest_code()) / 2 : code;
  return low_bits(static_cast<std::uint32_t>(number), format.weight_bits);
}

std::int16_t unpacked_code(std::uint32_t packed, const Format& format) {
  if (odd_codes(format)) {
    return static_cast<std::int16_t>(2 * static_cast<int>(packed) - format.highest_code());
  }
  return static_cast<std::int16_t>(extended(packed, format.weight_bits));
}

std::uint32_t packed_real(float weight, const Format& format) {
  return format.weight_bits == 16 ? numerics::float_to_fp16(weight) : float_bits(weight);
}

float unpacked_real(std::uint32_t packed, const Format& format) {
  return format.weight_bits == 16 ? numerics::fp16_to_float(static_cast<numerics::Fp16Bits>(packed))
                                  : bits_float(packed);
}

SumKind sum_kind(const Format& format) {
  if (format.has_two_sums()) return SumKind::split;
  if (format.weights == WeightScheme::ttq) return SumKind::scaled;
  return format.multiplies() || format.is_integer() ? SumKind::multiply : SumKind::add;
}

SumArithmetic sum_arithmetic(const Format& format) {
  if (format.is_integer()) return SumArithmetic::int32;
  return format.sums == SumType::fp16 ? SumArithmetic::fp16 : SumArithmetic::fp32;
}

WeightWords code_words(std::int16_t code, const Format& format) {
  if (code == 0) return {};
  switch (sum_kind(format)) {
    case SumKind::add:
      return {code < 0 ? sign : 0, all};
    case SumKind::multiply:
      return {format.is_integer() ? static_cast<std::uint32_t>(std::int32_t{code})
                                  : float_bits(static_cast<float>(code)),
              all};
    case SumKind::split:
    case SumKind::scaled:
      break;
  }
  return code > 0 ? WeightWords{all, 0} : WeightWords{0, all};
}

WeightWords real_words(float weight) {
  return weight == 0 ? WeightWords{} : WeightWords{float_bits(weight), all};
}

}  // namespace gossamer::arch::dlac
