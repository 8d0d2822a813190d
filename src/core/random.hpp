// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gossamer::core {

/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): 128 random
/// bits as a pure function of a 128-bit counter and a 64-bit key. Integer arithmetic only, so the
/// bits are the same on every host.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key);

/// A named, endless sequence of random 32-bit words: word i depends on the name, the seed and i alone.
class RandomStream {
 public:
  /// Streams of different names or seeds are independent.
  RandomStream(std::uint64_t seed, std::string_view name);

  /// The next word.
  std::uint32_t next();

  /// A uniform whole number in [0, bound), without bias; bound in [1, 2^32].
  std::uint32_t below(std::uint64_t bound);

 private:
  std::array<std::uint32_t, 2> key_{};
  std::uint64_t block_ = 0;
  std::array<std::uint32_t, 4> words_{};
  unsigned used_ = 4;
};

}  // namespace gossamer::core
