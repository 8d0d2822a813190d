// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/lowbit_tensor.hpp"

#include <algorithm>
#include <string>

#include "numerics/lowbit/accumulate.hpp"

namespace gossamer::tensor::quantize {

namespace {

using numerics::lowbit::Granularity;
using numerics::lowbit::Weights;

/// The axis of output channels in the layouts of docs/workloads.md.
std::optional<std::size_t> channel_axis(const Shape& shape, const LowbitRequest& request) {
  if (request.axis) return request.axis;
  if (shape.size() == 2) return 1;
  if (shape.size() == 4) return 0;
  return std::nullopt;
}

/// A tensor seen as [outer][channels][inner], and the order of its elements with channels first.
class ChannelsFirst {
 public:
  ChannelsFirst(const Shape& shape, const std::optional<std::size_t>& axis) {
    if (!axis) {
      inner_ = elements(shape);
      return;
    }
    for (std::size_t i = 0; i < shape.size(); ++i)
      (i < *axis ? outer_ : i == *axis ? channels_ : inner_) *= shape[i];
  }

  std::size_t channels() const { return channels_; }
  std::size_t depth() const { return outer_ * inner_; }
  /// Where element `index` of a channel is in the tensor.
  std::size_t at(std::size_t channel, std::size_t index) const {
    return (index / inner_ * channels_ + channel) * inner_ + index % inner_;
  }

 private:
  std::size_t outer_ = 1;
  std::size_t channels_ = 1;
  std::size_t inner_ = 1;
};

LowbitTensor quantise_activations(const Tensor<float>& tensor, const LowbitRequest& request) {
  LowbitTensor result{
      Tensor<std::int16_t>(tensor.shape), Tensor<float>(tensor.shape), {}, {}, 0, {}};
  const float scale = activation_scale(request.format);
  result.positive_scale = {scale};
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    const std::int32_t code = activation_code(tensor.data[i], request.format);
    result.codes.data[i] = static_cast<std::int16_t>(code);
    result.values.data[i] = static_cast<float>(code) * scale;
    result.nonzeros += code != 0 ? 1 : 0;
    const auto real = double{tensor.data[i]};
    const double error = real - double{result.values.data[i]};
    result.noise.signal += real * real;
    result.noise.noise += error * error;
  }
  return result;
}

LowbitTensor quantise_weights(const Tensor<float>& tensor, const LowbitRequest& request) {
  const bool per_channel = request.format.scales == Granularity::channel;
  const ChannelsFirst order(tensor.shape,
                            per_channel ? channel_axis(tensor.shape, request) : std::nullopt);
  std::vector<float> real(tensor.size());
  for (std::size_t c = 0; c < order.channels(); ++c)
    for (std::size_t i = 0; i < order.depth(); ++i)
      real[c * order.depth() + i] = tensor.data[order.at(c, i)];
  const Weights weights = quantise_lowbit(real.data(), order.channels(), order.depth(),
                                          request.format, request.settings);
  LowbitTensor result{Tensor<std::int16_t>(tensor.shape),
                      Tensor<float>(tensor.shape),
                      weights.positive_scale,
                      weights.negative_scale,
                      weights.nonzeros(),
                      lowbit_noise(real.data(), weights)};
  for (std::size_t c = 0; c < order.channels(); ++c)
    for (std::size_t i = 0; i < order.depth(); ++i) {
      result.codes.data[order.at(c, i)] = weights.filter_codes(c)[i];
      result.values.data[order.at(c, i)] = weights.value(c, i);
    }
  return result;
}

}  // namespace

void check_request(const Shape& shape, const LowbitRequest& request) {
  if (elements(shape) == 0) throw LowbitFault{"has no elements"};
  if (request.activations || request.format.scales == Granularity::layer) return;
  const auto axis = channel_axis(shape, request);
  if (!axis)
    throw LowbitFault{"has " + std::to_string(shape.size()) +
                      " axes; output channels are known of 2 and 4, of others name theirs by "
                      "--axis"};
  if (*axis >= shape.size())
    throw LowbitFault{"has no axis " + std::to_string(*axis) + "; allowed: " +
                      (shape.empty() ? "none" : "0 to " + std::to_string(shape.size() - 1))};
}

LowbitTensor quantise_tensor(const Tensor<float>& tensor, const LowbitRequest& request) {
  check_request(tensor.shape, request);
  return request.activations ? quantise_activations(tensor, request)
                             : quantise_weights(tensor, request);
}

}  // namespace gossamer::tensor::quantize
