// SPDX-License-Identifier: Apache-2.0
#include "workload/vsq_layer.hpp"

#include <algorithm>

#include "core/work_share.hpp"
#include "workload/conv_form.hpp"
#include "workload/operand_mask.hpp"
#include "workload/real_operands.hpp"

namespace gossamer::workload {

namespace {

using numerics::reference::ConvShape;
using numerics::vsq::Vectors;
using tensor::quantize::Operand;
using MaskTensor = tensor::Tensor<std::uint8_t>;

/// An operand's extents as [outer][channels][positions].
struct Extents {
  std::size_t outer;
  std::size_t channels;
  std::size_t positions;
};

Extents weight_extents(const ConvShape& s) {
  return {s.filters, s.channels_per_group(), s.filter_height * s.filter_width};
}

Extents activation_extents(const ConvShape& s) {
  return {s.batch * s.groups, s.channels_per_group(), s.height * s.width};
}

tensor::quantize::Quantised quantised(const Layer& layer, const tensor::Tensor<float>& tensor,
                                      const Extents& e, const tensor::quantize::Scheme& scheme) {
  const core::WorkScope scope{core::Work::generation};
  const ConvOperand<float> operand(layer, tensor);
  return quantise(Operand{operand.data(), e.outer, e.channels, e.positions}, scheme);
}

MaskTensor mask_of(const tensor::Tensor<float>& values) {
  MaskTensor mask(values.shape);
  for (std::size_t i = 0; i < mask.size(); ++i) mask.data[i] = values.data[i] != 0 ? 1 : 0;
  return mask;
}

MaskTensor mask_tensor(const tensor::Shape& shape, OperandMask mask) {
  MaskTensor result;
  result.shape = shape;
  result.data = std::move(mask);
  return result;
}

/// Channels [channel][position] as vectors [position][length], a few positions at a time so that
/// their vectors stay near.
void fill_chunk(const std::uint8_t* from, std::size_t channels, std::size_t positions,
                std::size_t length, std::int16_t* to) {
  constexpr std::size_t at_once = 64;
  for (std::size_t first = 0; first < positions; first += at_once) {
    const std::size_t end = std::min(first + at_once, positions);
    for (std::size_t c = 0; c < channels; ++c)
      for (std::size_t p = first; p < end; ++p) to[p * length + c] = from[c * positions + p];
  }
}

Vectors in_vectors(const Layer& layer, const MaskTensor& tensor, const Extents& e,
                   std::size_t length) {
  const ConvOperand<std::uint8_t> operand(layer, tensor);
  Vectors vectors(e.outer, (e.channels + length - 1) / length, e.positions, length);
  for (std::size_t o = 0; o < e.outer; ++o) {
    const std::uint8_t* const from = operand.data() + o * e.channels * e.positions;
    if (e.positions == 1) {  // the vectors of all chunks lie back to back
      std::copy_n(from, e.channels, vectors.vector(vectors.index(o, 0, 0)));
      continue;
    }
    for (std::size_t c = 0; c < e.channels; c += length)
      fill_chunk(from + c * e.positions, std::min(length, e.channels - c), e.positions, length,
                 vectors.vector(vectors.index(o, c / length, 0)));
  }
  return vectors;
}

}  // namespace

tensor::quantize::Quantised vsq_weights(const Layer& layer, const tensor::Tensor<float>& weights,
                                        const VsqSettings& settings) {
  return quantised(layer, weights, weight_extents(conv_shape(layer)),
                   {settings.arithmetic.weights, settings.vector_length, settings.order,
                    settings.weight_granularity, settings.weight_clipping});
}

tensor::quantize::Quantised vsq_activations(const Layer& layer,
                                            const tensor::Tensor<float>& activations,
                                            const VsqSettings& settings) {
  return quantised(layer, activations, activation_extents(conv_shape(layer)),
                   {settings.arithmetic.activations, settings.vector_length, settings.order,
                    tensor::quantize::Granularity::tensor, settings.activation_clipping});
}

Vectors vsq_weight_mask(const Layer& layer, std::uint64_t seed, std::size_t vector_length) {
  const core::WorkScope scope{core::Work::generation};
  const MaskTensor mask = layer.weights.generated()
                              ? mask_tensor(weight_shape(layer), weight_mask(layer, seed))
                              : mask_of(real_weights(layer, seed));
  return in_vectors(layer, mask, weight_extents(conv_shape(layer)), vector_length);
}

Vectors vsq_activation_mask(const Layer& layer, std::size_t invocation, std::uint64_t seed,
                            std::size_t vector_length) {
  const core::WorkScope scope{core::Work::generation};
  const MaskTensor mask =
      layer.activations.generated()
          ? mask_tensor(activation_shape(layer), activation_mask(layer, invocation, seed))
          : mask_of(real_activations(layer, invocation, seed));
  return in_vectors(layer, mask, activation_extents(conv_shape(layer)), vector_length);
}

}  // namespace gossamer::workload
