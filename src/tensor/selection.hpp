// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/random.hpp"

namespace gossamer::tensor {

/// Selection sampling (Knuth, The Art of Computer Programming 3.4.2, algorithm S): asked once for
/// each of `total` (at most 2^32) candidates in turn, says yes to exactly `needed` of them, every
/// choice being equally likely up to 2^-32. One random word per candidate.
class Selection {
 public:
  Selection(std::uint64_t needed, std::uint64_t total) : needed_{needed}, left_{total} {}

  bool take(core::RandomStream& random) { return decide(random.next()); }

  /// The same for the next `count` candidates: 1 for yes, 0 for no.
  void take(core::RandomStream& random, std::uint8_t* taken, std::size_t count) {
    std::array<std::uint32_t, 128> words{};
    Selection batch = *this;  // a local, which the bytes written cannot change
    while (count > 0) {
      const std::size_t some = std::min(count, words.size());
      random.next(words.data(), some);
      for (std::size_t i = 0; i < some; ++i) taken[i] = batch.decide(words[i]) ? 1 : 0;
      taken += some;
      count -= some;
    }
    *this = batch;
  }

 private:
  bool decide(std::uint64_t word) {
    // Both are at most 2^32: the sign of the difference tells, without a branch on a random bit.
    const std::uint64_t taken = (((word * left_) >> 32) - needed_) >> 63;
    needed_ -= taken;
    --left_;
    return taken != 0;
  }

  std::uint64_t needed_;
  std::uint64_t left_;
};

}  // namespace gossamer::tensor
