// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/dense_layer.hpp"

#include <algorithm>
#include <numeric>

namespace gossamer::arch::dcnn {

// Where in a channel chunks begin repeats after `taps` chunks, at the latest.
std::uint32_t DenseLayer::most_channels_of_a_chunk() const {
  const std::uint32_t period = taps() / std::gcd(taps(), lanes);
  std::uint32_t most = 1;
  for (std::uint32_t chunk = 0; chunk < std::min(chunks(), period); ++chunk) {
    most = std::max(most, last_channel(chunk) - first_channel(chunk) + 1);
  }
  return most;
}

}  // namespace gossamer::arch::dcnn
