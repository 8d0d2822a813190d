// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/bank_hash.hpp"

#include <algorithm>

namespace gossamer::arch::scnn {

namespace {

// isakedo/DNNsim: bit 4 = k2 ^ x1 ^ y1, bit 3 = x0, bit 2 = y0, bits 1 and 0 = k1 and k0.
std::uint32_t parity_hash(std::uint32_t k, std::uint32_t y, std::uint32_t x) {
  const std::uint32_t high = ((k & 4U) << 2U) ^ ((x & 2U) << 3U) ^ ((y & 2U) << 3U);
  return high + ((x & 1U) << 3U) + ((y & 1U) << 2U) + (k & 3U);
}

std::uint32_t hash(HashKind kind, std::uint32_t k, std::uint32_t y, std::uint32_t x,
                   std::uint32_t height, std::uint32_t width) {
  switch (kind) {
    case HashKind::linear:
      return (k * height + y) * width + x;
    case HashKind::parity:
      return parity_hash(k, y, x);
    case HashKind::diagonal:
      break;
  }
  return x + 3 * y + k;
}

}  // namespace

BankMap::BankMap(HashKind kind, std::uint32_t banks, std::uint32_t channels, std::uint32_t height,
                 std::uint32_t width)
    : banks_{banks} {
  bank_.reserve(std::size_t{channels} * height * width);
  for (std::uint32_t k = 0; k < channels; ++k) {
    for (std::uint32_t y = 0; y < height; ++y) {
      for (std::uint32_t x = 0; x < width; ++x) {
        bank_.push_back(static_cast<std::uint16_t>(hash(kind, k, y, x, height, width) % banks));
      }
    }
  }
}

std::uint32_t BankMap::largest_fit(HashKind kind, std::uint32_t banks, std::uint32_t entries,
                                   std::uint32_t most, std::uint32_t height, std::uint32_t width) {
  std::vector<std::uint32_t> held(banks);
  for (std::uint32_t k = 0; k < most; ++k) {
    for (std::uint32_t y = 0; y < height; ++y) {
      for (std::uint32_t x = 0; x < width; ++x) {
        if (++held[hash(kind, k, y, x, height, width) % banks] > entries) return k;
      }
    }
  }
  return most;
}

std::uint32_t BankMap::most_in_a_bank() const {
  std::vector<std::uint32_t> held(banks_);
  for (const std::uint16_t bank : bank_) ++held[bank];
  return *std::max_element(held.begin(), held.end());
}

}  // namespace gossamer::arch::scnn
