// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/philox_kernels.hpp"

namespace gossamer::core {

/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): 128
/// random bits as a pure function of a 128-bit counter and a 64-bit key. Integer arithmetic only,
/// so the bits are the same on every host.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key);

/// A named, endless sequence of random 32-bit words: word i depends on the name, the seed and i
/// alone.
class RandomStream {
 public:
  /// Streams of different names or seeds are independent.
  RandomStream(std::uint64_t seed, std::string_view name);

  /// The next word.
  std::uint32_t next() {
    if (used_ == words_.size()) refill();
    return words_[used_++];
  }

  /// The next `count` words.
  void next(std::uint32_t* words, std::size_t count);

  /// A uniform whole number in [0, bound), without bias; bound in [1, 2^32].
  /// Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.
  std::uint32_t below(std::uint64_t bound) {
    assert(bound >= 1 && bound <= std::uint64_t{1} << 32);
    std::uint64_t scaled = next() * bound;
    if (static_cast<std::uint32_t>(scaled) < bound) {
      const std::uint64_t biased = (std::uint64_t{1} << 32) % bound;
      while (static_cast<std::uint32_t>(scaled) < biased) scaled = next() * bound;
    }
    return static_cast<std::uint32_t>(scaled >> 32);
  }

 private:
  void refill();

  std::array<std::uint32_t, 2> key_{};
  std::uint64_t block_ = 0;
  std::array<std::uint32_t, 4 * philox_blocks_at_once> words_{};
  std::size_t used_ = words_.size();
};

}  // namespace gossamer::core
