// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/random.hpp"

namespace gossamer::tensor {

/// Selection sampling (Knuth, The Art of Computer Programming 3.4.2, algorithm S): asked once for
/// each of `total` (at most 2^32) candidates in turn, says yes to exactly `needed` of them, every
/// choice being equally likely up to 2^-32. One random word per candidate.
class Selection {
 public:
  Selection(std::uint64_t needed, std::uint64_t total) : needed_{needed}, left_{total} {}

  bool take(core::RandomStream& random) {
    const bool taken = (random.next() * left_) >> 32 < needed_;
    needed_ -= taken ? 1 : 0;
    --left_;
    return taken;
  }

 private:
  std::uint64_t needed_;
  std::uint64_t left_;
};

}  // namespace gossamer::tensor
