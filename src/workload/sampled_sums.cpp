// SPDX-License-Identifier: Apache-2.0
#include "workload/sampled_sums.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "workload/conv_form.hpp"

namespace gossamer::workload {

namespace {

using numerics::lowbit::Weights;
using numerics::reference::ConvShape;

constexpr std::size_t at_once = 8;  // sums, so that none waits for the addition before

using Sample = std::pair<std::size_t, std::size_t>;  // filter, index

/// A weight that is not zero, and how far behind the first input of an output its input lies.
struct Tap {
  std::size_t offset;
  double weight;
};

/// Activations with their padding, so that all outputs of a filter have their inputs at the same
/// distances: [batch][channels][height][width].
class PaddedPlanes {
 public:
  PaddedPlanes(const ConvShape& shape, const LowbitActivations& activations)
      : shape_{shape},
        height_{std::max(shape.pad_top + shape.height,
                         (shape.out_height - 1) * shape.stride_y +
                             (shape.filter_height - 1) * shape.dilation_y + 1)},
        width_{std::max(shape.pad_left + shape.width,
                        (shape.out_width - 1) * shape.stride_x +
                            (shape.filter_width - 1) * shape.dilation_x + 1)},
        values_(shape.batch * shape.channels * height_ * width_) {
    for (std::size_t plane = 0; plane < shape.batch * shape.channels; ++plane) {
      for (std::size_t y = 0; y < shape.height; ++y) {
        const std::size_t from = (plane * shape.height + y) * shape.width;
        const auto to =
            values_.begin() + static_cast<std::ptrdiff_t>(
                                  (plane * height_ + shape.pad_top + y) * width_ + shape.pad_left);
        copy(activations, from, shape.width, to);
      }
    }
  }

  /// The first input of an output, in its filter's first channel.
  const float* first_input(std::size_t index) const {
    const std::size_t x = index % shape_.out_width;
    const std::size_t y = index / shape_.out_width % shape_.out_height;
    const std::size_t filter = filter_of(index);
    const std::size_t image = index / (shape_.out_width * shape_.out_height * shape_.filters);
    const std::size_t channel =
        image * shape_.channels + filter / shape_.filters_per_group() * shape_.channels_per_group();
    return values_.data() +
           ((channel * height_ + y * shape_.stride_y) * width_ + x * shape_.stride_x);
  }

  std::size_t filter_of(std::size_t index) const {
    return index / (shape_.out_width * shape_.out_height) % shape_.filters;
  }

  std::vector<Tap> taps(const Weights& weights, std::size_t filter) const {
    const std::size_t area = shape_.filter_height * shape_.filter_width;
    std::vector<Tap> taps;
    for (std::size_t place = 0; place < area; ++place) {
      const std::size_t y = place / shape_.filter_width * shape_.dilation_y;
      const std::size_t x = place % shape_.filter_width * shape_.dilation_x;
      for (std::size_t c = 0; c < shape_.channels_per_group(); ++c) {
        const std::size_t index = c * area + place;
        if (!weights.nonzero(filter, index)) continue;
        taps.push_back({(c * height_ + y) * width_ + x, double{weights.value(filter, index)}});
      }
    }
    return taps;
  }

 private:
  // Integers are far below 2^24.
  static void copy(const LowbitActivations& activations, std::size_t from, std::size_t count,
                   std::vector<float>::iterator to) {
    const auto first = static_cast<std::ptrdiff_t>(from);
    const auto last = static_cast<std::ptrdiff_t>(from + count);
    if (activations.integers.empty()) {
      std::copy(activations.real.begin() + first, activations.real.begin() + last, to);
    } else {
      std::transform(activations.integers.begin() + first, activations.integers.begin() + last, to,
                     [](std::int32_t value) { return static_cast<float>(value); });
    }
  }

  ConvShape shape_;
  std::size_t height_;
  std::size_t width_;
  std::vector<float> values_;
};

std::array<double, at_once> sum_up(const std::vector<Tap>& taps,
                                   const std::array<const float*, at_once>& inputs) {
  std::array<double, at_once> sums{};
  for (const Tap& tap : taps) {
    for (std::size_t i = 0; i < at_once; ++i) sums[i] += tap.weight * double{inputs[i][tap.offset]};
  }
  return sums;
}

}  // namespace

std::vector<double> sampled_sums(const Layer& layer, const Weights& weights,
                                 const LowbitActivations& activations,
                                 const std::vector<std::size_t>& indices) {
  const PaddedPlanes planes{conv_shape(layer), activations};
  std::vector<Sample> order;
  order.reserve(indices.size());
  for (const std::size_t index : indices) order.emplace_back(planes.filter_of(index), index);
  std::sort(order.begin(), order.end());
  std::vector<double> values;
  values.reserve(order.size());
  for (auto first = order.begin(); first != order.end();) {
    const std::size_t filter = first->first;
    const auto last = std::find_if(first, order.end(),
                                   [&](const Sample& sample) { return sample.first != filter; });
    const std::vector<Tap> taps = planes.taps(weights, filter);
    while (first != last) {
      const auto count = std::min<std::ptrdiff_t>(last - first, at_once);
      std::array<const float*, at_once> inputs{};
      inputs.fill(planes.first_input(first->second));
      for (std::ptrdiff_t i = 0; i < count; ++i) {
        inputs[static_cast<std::size_t>(i)] = planes.first_input((first++)->second);
      }
      const auto sums = sum_up(taps, inputs);
      for (auto sum = sums.begin(); sum != sums.begin() + count; ++sum) {
        values.push_back(*sum * activations.scale);
      }
    }
  }
  return values;
}

}  // namespace gossamer::workload
