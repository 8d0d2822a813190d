// SPDX-License-Identifier: Apache-2.0
#include "tensor/npy_value.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>

namespace gossamer::tensor {

namespace {

std::string index_text(const Shape& shape, std::size_t flat) {
  std::vector<std::size_t> index(shape.size());
  for (std::size_t d = shape.size(); d-- > 0; flat /= shape[d]) index[d] = flat % shape[d];
  return fmt::format("[{}]", fmt::join(index, ", "));
}

/// The number that IEEE 754 bits stand for.
double npy_floating(const NpyElement& element, std::uint64_t bits) {
  if (element.bytes == 8) {
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }
  if (element.bytes == 4) {
    const auto low = static_cast<std::uint32_t>(bits);
    float value = 0;
    std::memcpy(&value, &low, sizeof value);
    return value;
  }
  // binary16: sign, 5 bits of exponent, 10 of fraction
  const auto exponent = static_cast<int>(bits >> 10 & 31);
  const auto fraction = static_cast<double>(bits & 1023);
  double value =
      exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  if (exponent == 31)
    value = fraction == 0 ? std::numeric_limits<double>::infinity()
                          : std::numeric_limits<double>::quiet_NaN();
  return bits >> 15 != 0 ? -value : value;
}

std::string integer_text(const NpyElement& element, std::uint64_t bits) {
  return element.is_signed ? fmt::to_string(static_cast<std::int64_t>(bits)) : fmt::to_string(bits);
}

}  // namespace

std::uint64_t npy_bits(const NpyElement& element, const char* bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < element.bytes; ++i) {
    const std::size_t at = element.big_endian ? i : element.bytes - 1 - i;
    bits = bits << 8 | static_cast<unsigned char>(bytes[at]);
  }
  const std::uint64_t sign = std::uint64_t{1} << (8 * element.bytes - 1);
  return element.is_signed && !element.is_floating ? (bits ^ sign) - sign : bits;
}

template <>
std::int16_t npy_value(const NpyHeader& header, const NpyElement& element, std::uint64_t bits,
                       std::size_t flat) {
  const auto value = static_cast<std::int64_t>(bits);
  const bool fits = value >= -32768 && value <= 32767 && (element.is_signed || value >= 0);
  if (!fits)
    throw NpyFault(fmt::format("value {} at {} does not fit int16; allowed: -32768 to 32767",
                               integer_text(element, bits), index_text(header.shape, flat)));
  return static_cast<std::int16_t>(value);
}

template <>
float npy_value(const NpyHeader& header, const NpyElement& element, std::uint64_t bits,
                std::size_t flat) {
  const auto refused = [&](const std::string& value, const char* why) {
    return NpyFault(fmt::format("value {} at {} {}", value, index_text(header.shape, flat), why));
  };
  if (element.is_floating) {
    const double value = npy_floating(element, bits);
    if (!std::isfinite(value)) throw refused(fmt::to_string(value), "is not finite");
    if (std::fabs(value) > double{std::numeric_limits<float>::max()})
      throw refused(fmt::to_string(value), "does not fit a 32-bit floating-point number");
    return static_cast<float>(value);
  }
  const float value = element.is_signed ? static_cast<float>(static_cast<std::int64_t>(bits))
                                        : static_cast<float>(bits);
  // Exact are the whole numbers of at most 24 significant bits.
  const std::uint64_t magnitude =
      element.is_signed && static_cast<std::int64_t>(bits) < 0 ? -bits : bits;
  std::uint64_t odd = magnitude;
  while (odd != 0 && odd % 2 == 0) odd /= 2;
  if (odd >> 24 != 0)
    throw refused(integer_text(element, bits),
                  "is no exact 32-bit floating-point number; allowed: whole numbers of at most 24 "
                  "significant bits");
  return value;
}

}  // namespace gossamer::tensor
