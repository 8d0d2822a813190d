// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "numerics/lowbit/ieee.hpp"
#include "numerics/reference/lowbit_reference.hpp"

namespace gossamer::test {

/// The layer by its definition: one output after the other, exact operations, nothing shared with
/// the program but the formats of its operands.
class Definition {
 public:
  Definition(const numerics::reference::ConvShape& s, const numerics::lowbit::Weights& w,
             const numerics::reference::LowbitSettings& settings)
      : s_{s}, w_{w}, settings_{settings} {}

  std::uint64_t pairs = 0;

  /// Of the pairs of an output in their order: weight index and activation index.
  template <class Visit>
  void for_each_pair(std::size_t b, std::size_t f, std::size_t y, std::size_t x, Visit visit) {
    const std::size_t depth = s_.filter_size(), channels = s_.channels_per_group();
    const std::size_t area = s_.filter_height * s_.filter_width;
    for (std::size_t step = 0; step < depth; ++step) {
      const bool taps_first = settings_.order == numerics::reference::LoopOrder::taps_then_channels;
      const std::size_t c = taps_first ? step % channels : step / area;
      const std::size_t tap = taps_first ? step / channels : step % area;
      const auto row =
          static_cast<std::ptrdiff_t>(y * s_.stride_y + tap / s_.filter_width * s_.dilation_y) -
          static_cast<std::ptrdiff_t>(s_.pad_top);
      const auto col =
          static_cast<std::ptrdiff_t>(x * s_.stride_x + tap % s_.filter_width * s_.dilation_x) -
          static_cast<std::ptrdiff_t>(s_.pad_left);
      if (row < 0 || col < 0 || row >= static_cast<std::ptrdiff_t>(s_.height) ||
          col >= static_cast<std::ptrdiff_t>(s_.width))
        continue;
      const std::size_t channel = (b * s_.groups + f / s_.filters_per_group()) * channels + c;
      visit(f * depth + c * area + tap,
            (channel * s_.height + static_cast<std::size_t>(row)) * s_.width +
                static_cast<std::size_t>(col));
    }
  }

  float real_output(const std::vector<float>& a, std::size_t b, std::size_t f, std::size_t y,
                    std::size_t x) {
    const numerics::lowbit::Format& format = settings_.format;
    const Ieee single = Ieee::binary32();
    const Ieee sums = format.sums == numerics::lowbit::SumType::fp16 ? Ieee::binary16() : single;
    float plus = 0, minus = 0;
    for_each_pair(b, f, y, x, [&](std::size_t wi, std::size_t ai) {
      const bool negative = !w_.codes.empty() && w_.codes[wi] < 0;
      const float weight = w_.codes.empty() ? w_.full[wi] : w_.codes[wi];
      if (weight == 0 || a[ai] == 0) return;
      ++pairs;
      if (format.has_two_sums()) {
        (negative ? minus : plus) = sums.add(negative ? minus : plus, a[ai]);
      } else if (format.weights == numerics::lowbit::WeightScheme::ttq) {
        const float scale = negative ? w_.negative_scale[0] : w_.positive_scale[0];
        const float scaled = sums.multiply(a[ai], sums.convert(scale));
        plus = sums.add(plus, negative ? -scaled : scaled);
      } else {
        plus = sums.add(plus, sums.multiply(a[ai], weight));
      }
    });
    float value = plus;
    if (format.has_two_sums())
      value = single.add(single.multiply(plus, w_.scale(f)),
                         -single.multiply(minus, w_.scale_of_negatives(f)));
    else if (format.weights != numerics::lowbit::WeightScheme::ttq)
      value = single.multiply(plus, w_.scale(f));
    return settings_.relu && value <= 0 ? 0.0F : value;
  }

  boost::multiprecision::cpp_int whole_sum(const std::vector<std::int32_t>& a, int sign,
                                           std::size_t b, std::size_t f, std::size_t y,
                                           std::size_t x) {
    boost::multiprecision::cpp_int sum = 0;
    for_each_pair(b, f, y, x, [&](std::size_t wi, std::size_t ai) {
      const int code = w_.codes[wi];
      if (code == 0 || a[ai] == 0 || (sign != 0 && (code > 0) != (sign > 0))) return;
      ++pairs;
      sum += boost::multiprecision::cpp_int(code) * a[ai];
    });
    return sum;
  }

 private:
  const numerics::reference::ConvShape& s_;
  const numerics::lowbit::Weights& w_;
  const numerics::reference::LowbitSettings& settings_;
};

}  // namespace gossamer::test
