// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/planar/output_groups.hpp"
#include "arch/scnn/conv_layer.hpp"
#include "arch/scnn/parameters.hpp"
#include "tensor/tensor.hpp"

namespace gossamer::arch::scnn {

using planar::OutputGroup;

/// The output-channel groups of a layer, in the order of processing.
std::vector<OutputGroup> output_groups(const ConvLayer& layer, std::uint32_t kc);

/// The weights of a layer as they lie in DRAM: for every output-channel group, for every slice (one
/// phase of one input channel), one block of filters x taps values in the order k, r, s:
/// run-length, or all values without indices if zero weights are not skipped.
struct WeightStream {
  std::vector<std::uint8_t> bytes;
  std::uint32_t most_elements = 0;  ///< in a block, placeholders included
  std::uint64_t most_bytes = 0;     ///< of a block
};

/// weights: [filters][channels / groups][height][width].
WeightStream encode_weights(const ConvLayer& layer, const std::vector<OutputGroup>& groups,
                            const tensor::Tensor<std::int16_t>& weights, const Params& params);

}  // namespace gossamer::arch::scnn
