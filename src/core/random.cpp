// SPDX-License-Identifier: Apache-2.0
#include "core/random.hpp"

#include <algorithm>

namespace gossamer::core {
namespace {

constexpr std::uint64_t multiplier_0 = 0xD2511F53;
constexpr std::uint64_t multiplier_1 = 0xCD9E8D57;
constexpr std::uint32_t weyl_0 = 0x9E3779B9;
constexpr std::uint32_t weyl_1 = 0xBB67AE85;
constexpr int rounds = 10;

/// N blocks side by side: word w of all blocks is contiguous.
template <std::size_t N>
using Lanes = std::array<std::array<std::uint32_t, N>, 4>;

template <std::size_t N>
void philox_round(Lanes<N>& x, std::uint32_t key_0, std::uint32_t key_1) {
  for (std::size_t i = 0; i < N; ++i) {
    const std::uint64_t product_0 = multiplier_0 * x[0][i];
    const std::uint64_t product_1 = multiplier_1 * x[2][i];
    x[0][i] = static_cast<std::uint32_t>(product_1 >> 32) ^ x[1][i] ^ key_0;
    x[1][i] = static_cast<std::uint32_t>(product_1);
    x[2][i] = static_cast<std::uint32_t>(product_0 >> 32) ^ x[3][i] ^ key_1;
    x[3][i] = static_cast<std::uint32_t>(product_0);
  }
}

template <std::size_t N>
void philox(Lanes<N>& x, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < rounds; ++round) {
    philox_round(x, key[0], key[1]);
    key[0] += weyl_0;
    key[1] += weyl_1;
  }
}

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
  Lanes<1> x{{{counter[0]}, {counter[1]}, {counter[2]}, {counter[3]}}};
  philox(x, key);
  return {x[0][0], x[1][0], x[2][0], x[3][0]};
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
  Lanes<blocks_at_once> x{};
  for (std::size_t i = 0; i < blocks_at_once; ++i) {
    x[0][i] = static_cast<std::uint32_t>(block_ + i);
    x[1][i] = static_cast<std::uint32_t>((block_ + i) >> 32);
  }
  philox(x, key_);
  for (std::size_t i = 0; i < blocks_at_once; ++i) {
    for (std::size_t word = 0; word < 4; ++word) words_[4 * i + word] = x[word][i];
  }
  block_ += blocks_at_once;
  used_ = 0;
}

}  // namespace gossamer::core
