// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/dense_layer.hpp"

#include <algorithm>

namespace gossamer::arch::dcnn {

std::uint32_t DenseLayer::most_channels_of_a_chunk() const {
  std::uint32_t most = 1;
  for (std::uint32_t chunk = 0; chunk < std::min(chunks(), period()); ++chunk) {
    most = std::max(most, last_channel(chunk) - first_channel(chunk) + 1);
  }
  return most;
}

}  // namespace gossamer::arch::dcnn
