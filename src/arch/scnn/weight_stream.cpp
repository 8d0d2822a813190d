// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_stream.hpp"

#include <algorithm>

#include "tensor/run_length.hpp"

namespace gossamer::arch::scnn {

std::vector<OutputGroup> output_groups(const ConvLayer& layer, std::uint32_t kc) {
  return planar::output_groups(layer.conv, layer.slices_per_group(), kc);
}

namespace {

/// Compresses the blocks of one output-channel group.
class BlockEncoder {
 public:
  BlockEncoder(const ConvLayer& layer, const Params& params, WeightStream& stream)
      : layer_{layer}, params_{params}, stream_{stream} {}

  /// kernels: [filters][channels of the group][taps], the first filter of the group.
  void encode(const std::int16_t* kernels, std::uint32_t filters) {
    const std::size_t channels = layer_.conv.channels / layer_.conv.groups;
    const std::size_t taps = layer_.phases.taps();
    for (std::size_t c = 0; c < channels; ++c) {
      for (std::uint32_t p = 0; p < layer_.phases.size(); ++p) {
        gather(kernels + c * taps, channels * taps, filters, layer_.phases[p]);
        pack();
      }
    }
  }

 private:
  void gather(const std::int16_t* kernel, std::size_t pitch, std::uint32_t filters,
              const Phase& phase) {
    const std::size_t taps = phase.taps.size();
    dense_.resize(filters * taps);
    std::int16_t* to = dense_.data();
    if (taps == 1) {
      for (std::uint32_t k = 0; k < filters; ++k) to[k] = kernel[k * pitch + phase.taps[0].index];
      return;
    }
    for (std::uint32_t k = 0; k < filters; ++k, kernel += pitch)
      for (const Tap& tap : phase.taps) *to++ = kernel[tap.index];
  }

  void pack() {
    elements_.clear();
    if (params_.skips_weights()) {
      tensor::run_length_append(dense_.data(), dense_.size(), params_.max_run(), elements_);
    } else {
      for (const std::int16_t value : dense_) elements_.push_back({value, 0});
    }
    tensor::pack_run_length(elements_.data(), elements_.size(), params_.weight_run_bits(),
                            stream_.bytes);
    const auto count = static_cast<std::uint32_t>(elements_.size());
    stream_.most_elements = std::max(stream_.most_elements, count);
  }

  const ConvLayer& layer_;
  const Params& params_;
  WeightStream& stream_;
  std::vector<std::int16_t> dense_;
  std::vector<tensor::RunLengthElement> elements_;
};

}  // namespace

WeightStream encode_weights(const ConvLayer& layer, const std::vector<OutputGroup>& groups,
                            const tensor::Tensor<std::int16_t>& weights, const Params& params) {
  const std::size_t filter = weights.size() / layer.conv.filters;
  WeightStream stream;
  BlockEncoder encoder{layer, params, stream};
  for (const OutputGroup& group : groups) {
    encoder.encode(weights.data.data() + group.first_filter * filter, group.filters);
  }
  stream.most_bytes = tensor::packed_bytes(stream.most_elements, params.weight_run_bits());
  return stream;
}

}  // namespace gossamer::arch::scnn
