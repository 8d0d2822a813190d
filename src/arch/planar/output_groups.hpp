// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "workload/layer.hpp"

namespace gossamer::arch::planar {

/// Filters that are computed together: at most Kc output channels of one convolution group.
struct OutputGroup {
  std::uint32_t first_slice = 0;  ///< of the convolution group's input channels
  std::uint32_t first_filter = 0;
  std::uint32_t filters = 0;
  bool last_of_its_inputs = false;  ///< no later group needs the same input channels
};

/// The output-channel groups of a layer, in the order of processing. slices_per_group: of the input
/// channels of one convolution group.
std::vector<OutputGroup> output_groups(const workload::Conv2d& conv, std::uint32_t slices_per_group,
                                       std::uint32_t kc);

}  // namespace gossamer::arch::planar
