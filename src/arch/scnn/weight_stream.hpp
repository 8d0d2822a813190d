// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/parameters.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// Filters that are computed together: at most Kc output channels of one convolution group.
struct OutputGroup {
  std::uint32_t first_channel = 0;  ///< first input channel of the convolution group
  std::uint32_t first_filter = 0;
  std::uint32_t filters = 0;
};

/// The output-channel groups of a layer, in the order of processing.
std::vector<OutputGroup> output_groups(const workload::Conv2d& conv, std::uint32_t kc);

/// The weights of a layer as they lie in DRAM: for every output-channel group, for every input
/// channel, one run-length block of filters x R x S values in the order k, r, s.
struct WeightStream {
  std::vector<std::uint8_t> bytes;
  std::uint32_t most_elements = 0;  ///< in a block, placeholders included
  std::uint64_t most_bytes = 0;     ///< of a block
};

/// weights: [filters][channels / groups][height][width].
WeightStream encode_weights(const workload::Conv2d& conv, const std::vector<OutputGroup>& groups,
                            const tensor::Tensor<std::int16_t>& weights, const Params& params);

}  // namespace gossamer::arch::scnn
