// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_stream.hpp"

#include <algorithm>

#include "tensor/run_length.hpp"

namespace gossamer::arch::scnn {

std::vector<OutputGroup> output_groups(const workload::Conv2d& conv, std::uint32_t kc) {
  const std::uint32_t filters = conv.filters / conv.groups;
  const std::uint32_t channels = conv.channels / conv.groups;
  std::vector<OutputGroup> groups;
  for (std::uint32_t g = 0; g < conv.groups; ++g) {
    for (std::uint32_t k = 0; k < filters; k += kc) {
      groups.push_back({g * channels, g * filters + k, std::min(kc, filters - k)});
    }
  }
  return groups;
}

WeightStream encode_weights(const workload::Conv2d& conv, const std::vector<OutputGroup>& groups,
                            const tensor::Tensor<std::int16_t>& weights, const Params& params) {
  const std::size_t taps = std::size_t{conv.filter_height} * conv.filter_width;
  const std::size_t channels = conv.channels / conv.groups;
  WeightStream stream;
  std::vector<std::int16_t> dense;
  std::vector<tensor::RunLengthElement> elements;
  for (const OutputGroup& group : groups) {
    for (std::size_t c = 0; c < channels; ++c) {
      dense.clear();
      for (std::size_t k = group.first_filter; k < group.first_filter + group.filters; ++k) {
        const std::int16_t* kernel = weights.data.data() + (k * channels + c) * taps;
        dense.insert(dense.end(), kernel, kernel + taps);
      }
      elements.clear();
      tensor::run_length_append(dense.data(), dense.size(), params.max_run(), elements);
      tensor::pack_run_length(elements.data(), elements.size(), params.run_bits, stream.bytes);
      stream.most_elements =
          std::max(stream.most_elements, static_cast<std::uint32_t>(elements.size()));
    }
  }
  stream.most_bytes = tensor::packed_bytes(stream.most_elements, params.run_bits);
  return stream;
}

}  // namespace gossamer::arch::scnn
