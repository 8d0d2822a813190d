// SPDX-License-Identifier: Apache-2.0
#include "core/random.hpp"

#include <algorithm>

#include "core/cpu_level.hpp"

namespace gossamer::core {
namespace {

constexpr std::uint64_t multiplier_0 = 0xD2511F53;
constexpr std::uint64_t multiplier_1 = 0xCD9E8D57;
constexpr std::uint32_t weyl_0 = 0x9E3779B9;
constexpr std::uint32_t weyl_1 = 0xBB67AE85;
constexpr int rounds = 10;

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3;
  }
  return hash;
}

/// The finaliser of splitmix64: every bit of the result depends on every bit of `x`.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < rounds; ++round) {
    const std::uint64_t product_0 = multiplier_0 * counter[0];
    const std::uint64_t product_1 = multiplier_1 * counter[2];
    counter = {static_cast<std::uint32_t>(product_1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product_1),
               static_cast<std::uint32_t>(product_0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product_0)};
    key[0] += weyl_0;
    key[1] += weyl_1;
  }
  return counter;
}

RandomStream::RandomStream(std::uint64_t seed, std::string_view name) {
  const std::uint64_t key = mixed(fnv1a(name) ^ mixed(seed + 0x9E3779B97F4A7C15));
  key_ = {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
}

void RandomStream::next(std::uint32_t* words, std::size_t count) {
  while (count > 0) {
    if (used_ == words_.size()) refill();
    const std::size_t some = std::min(count, words_.size() - used_);
    words = std::copy_n(words_.begin() + used_, some, words);
    used_ += some;
    count -= some;
  }
}

void RandomStream::refill() {
  static const PhiloxKernel kernel = at_level(detected_cpu_level(), philox_kernel_baseline,
                                              philox_kernel_avx2, philox_kernel_avx512);
  kernel(block_, key_.data(), words_.data());
  block_ += philox_blocks_at_once;
  used_ = 0;
}

}  // namespace gossamer::core
