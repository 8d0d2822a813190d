// SPDX-License-Identifier: Apache-2.0
#include "numerics/reference/lowbit_reference.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <type_traits>

#include "numerics/lowbit/accumulate.hpp"
#include "numerics/reference/taps.hpp"

namespace gossamer::numerics::reference {

namespace {

using lowbit::Weights;

/// One weight of a filter: its place in the reduction and the outputs it meets.
struct Tap {
  std::size_t channel;  ///< of the group
  std::size_t index;    ///< reduction index
  TapRange ys;
  TapRange xs;
};

/// Every weight of a filter in the order in which their pairs are added.
std::vector<Tap> taps_in_order(const ConvShape& s, LoopOrder order) {
  std::vector<Tap> taps;
  taps.reserve(s.filter_size());
  const std::size_t area = s.filter_height * s.filter_width;
  for (std::size_t i = 0; i < s.filter_size(); ++i) {
    const bool by_tap = order == LoopOrder::taps_then_channels;
    const std::size_t channel = by_tap ? i % s.channels_per_group() : i / area;
    const std::size_t place = by_tap ? i / s.channels_per_group() : i % area;
    taps.push_back({channel, channel * area + place,
                    tap_range(place / s.filter_width, s.stride_y, s.dilation_y, s.pad_top, s.height,
                              s.out_height),
                    tap_range(place % s.filter_width, s.stride_x, s.dilation_x, s.pad_left, s.width,
                              s.out_width)});
  }
  return taps;
}

/// All outputs of one filter and image at once: adds one weight after the other to their sums.
template <class Arithmetic>
class Plane {
 public:
  using Value = typename Arithmetic::Value;

  explicit Plane(const ConvShape& s) : s_{s}, sums_(s.out_height * s.out_width) {}

  void clear() { std::fill(sums_.begin(), sums_.end(), Value{}); }
  void add(const Tap& tap, const Value* plane) {
    walk(tap, plane, [](Value sum, Value a) { return Arithmetic::add(sum, a); });
  }
  void subtract(const Tap& tap, const Value* plane) {
    walk(tap, plane, [](Value sum, Value a) { return Arithmetic::add(sum, -a); });
  }
  void add_product(const Tap& tap, const Value* plane, Value weight) {
    const auto add = [weight](Value sum, Value a) {
      return Arithmetic::add(sum, Arithmetic::multiply(a, weight));
    };
    // An activation of zero takes no part. With a finite weight its product is a zero, which no sum
    // notices; leaving it out would cost a branch on random bits.
    if (weight - weight == 0) return walk(tap, plane, add);
    walk(tap, plane, [add](Value sum, Value a) { return a == 0 ? sum : add(sum, a); });
  }
  const std::vector<Value>& sums() const { return sums_; }

 private:
  template <class Add>
  void walk(const Tap& tap, const Value* plane, Add add) {
    const std::size_t columns = tap.xs.last - tap.xs.first;
    for (std::size_t y = tap.ys.first; y < tap.ys.last; ++y) {
      const std::size_t row = tap.ys.input + (y - tap.ys.first) * s_.stride_y;
      const Value* const from = plane + row * s_.width + tap.xs.input;
      Value* const to = sums_.data() + y * s_.out_width + tap.xs.first;
      if (s_.stride_x == 1) {
        for (std::size_t x = 0; x < columns; ++x) to[x] = add(to[x], from[x]);
      } else {
        for (std::size_t x = 0; x < columns; ++x) to[x] = add(to[x], from[x * s_.stride_x]);
      }
    }
  }

  const ConvShape& s_;
  std::vector<Value> sums_;
};

template <class Arithmetic>
class Convolution {
 public:
  using Value = typename Arithmetic::Value;

  Convolution(const ConvShape& s, const Weights& weights, const Value* activations,
              const LowbitSettings& settings)
      : s_{s},
        weights_{weights},
        activations_{activations},
        settings_{settings},
        format_{settings.format},
        taps_{taps_in_order(s, settings.order)},
        positive_{s},
        negative_{s} {}

  LowbitResult run() {
    result_.outputs.reserve(s_.outputs());
    if (format_.weights == lowbit::WeightScheme::ttq && !format_.has_two_sums()) prescale();
    for (std::size_t b = 0; b < s_.batch; ++b)
      for (std::size_t f = 0; f < s_.filters; ++f) {
        accumulate(b, f);
        drain(f);
      }
    return std::move(result_);
  }

 private:
  void prescale() {
    const std::size_t n = s_.batch * s_.channels * s_.height * s_.width;
    times_positive_.resize(n);
    times_negative_.resize(n);
    if constexpr (std::is_floating_point_v<Value>) {
      for (std::size_t i = 0; i < n; ++i) {
        if (activations_[i] == 0) continue;  // takes no part
        times_positive_[i] = lowbit::prescaled<Arithmetic>(activations_[i], weights_.scale(0));
        times_negative_[i] =
            lowbit::prescaled<Arithmetic>(activations_[i], weights_.scale_of_negatives(0));
      }
    }
  }

  void accumulate(std::size_t image, std::size_t f) {
    positive_.clear();
    negative_.clear();
    const std::size_t group = f / s_.filters_per_group();
    const std::size_t first = image * s_.channels + group * s_.channels_per_group();
    for (const Tap& tap : taps_) {
      if (!weights_.nonzero(f, tap.index)) continue;
      add(f, tap, (first + tap.channel) * s_.height * s_.width);
    }
  }

  void add(std::size_t f, const Tap& tap, std::size_t plane) {
    const Value* const values = activations_ + plane;
    if (format_.multiplies()) return positive_.add_product(tap, values, multiplier(f, tap.index));
    const bool minus = weights_.filter_codes(f)[tap.index] < 0;
    if (format_.has_two_sums()) return (minus ? negative_ : positive_).add(tap, values);
    if (minus)
      positive_.subtract(tap, times_negative_.empty() ? values : times_negative_.data() + plane);
    else
      positive_.add(tap, times_positive_.empty() ? values : times_positive_.data() + plane);
  }

  Value multiplier(std::size_t f, std::size_t index) const {
    if constexpr (std::is_floating_point_v<Value>) {
      if (weights_.codes.empty()) return weights_.filter_values(f)[index];
    }
    return static_cast<Value>(weights_.filter_codes(f)[index]);
  }

  void drain(std::size_t f) {
    const float up = lowbit::folded(weights_.scale(f), settings_.activation_scale);
    const float down = lowbit::folded(weights_.scale_of_negatives(f), settings_.activation_scale);
    const bool scaled_before = !times_positive_.empty();
    for (std::size_t i = 0; i < positive_.sums().size(); ++i) {
      const Value plus = positive_.sums()[i];
      const Value minus = negative_.sums()[i];
      const float drained = format_.has_two_sums() ? lowbit::drain(plus, minus, up, down)
                                                   : lowbit::drain(plus, scaled_before ? 1.0F : up);
      const float value = lowbit::lowered(drained, settings_.subtract);
      result_.outputs.push_back(settings_.relu ? lowbit::rectified(value) : value);
      if constexpr (std::is_integral_v<Value>)
        result_.sums.push_back(std::int64_t{plus} - std::int64_t{minus});
    }
  }

  const ConvShape& s_;
  const Weights& weights_;
  const Value* activations_;
  const LowbitSettings& settings_;
  const lowbit::Format& format_;
  std::vector<Tap> taps_;
  std::vector<Value> times_positive_;
  std::vector<Value> times_negative_;
  Plane<Arithmetic> positive_;
  Plane<Arithmetic> negative_;
  LowbitResult result_;
};

/// Of one channel plane, the non-zero activations that a tap meets.
template <class Value>
std::uint64_t nonzeros_at(const ConvShape& s, const Tap& tap, const Value* plane) {
  std::uint64_t count = 0;
  for (std::size_t y = 0; y < tap.ys.last - tap.ys.first; ++y) {
    const Value* const row = plane + (tap.ys.input + y * s.stride_y) * s.width + tap.xs.input;
    for (std::size_t x = 0; x < tap.xs.last - tap.xs.first; ++x)
      count += row[x * s.stride_x] != 0 ? 1 : 0;
  }
  return count;
}

template <class Value>
std::uint64_t effectual_pairs(const ConvShape& s, const Weights& weights, const Value* activations,
                              const std::vector<Tap>& taps) {
  std::uint64_t pairs = 0;
  for (std::size_t g = 0; g < s.groups; ++g)
    for (const Tap& tap : taps) {
      std::uint64_t filters = 0;
      for (std::size_t f = 0; f < s.filters_per_group(); ++f)
        filters += weights.nonzero(g * s.filters_per_group() + f, tap.index) ? 1 : 0;
      for (std::size_t b = 0; b < s.batch && filters > 0; ++b) {
        const std::size_t channel = b * s.channels + g * s.channels_per_group() + tap.channel;
        pairs += filters * nonzeros_at(s, tap, activations + channel * s.height * s.width);
      }
    }
  return pairs;
}

template <class Arithmetic, class Value>
LowbitResult convolve(const ConvShape& s, const Weights& weights, const Value* activations,
                      const LowbitSettings& settings) {
  assert(weights.filters == s.filters && weights.depth == s.filter_size() &&
         "weights of this shape");
  assert(lowbit::fault_of(settings.format) == nullptr && "a format that can be computed in");
  LowbitResult result = Convolution<Arithmetic>{s, weights, activations, settings}.run();
  result.effectual_pairs =
      effectual_pairs(s, weights, activations, taps_in_order(s, settings.order));
  return result;
}

/// The same sums in 64 bits, to see which 32 cannot hold.
struct Int64Arithmetic {
  using Value = std::int64_t;
  static Value add(Value a, Value b) { return a + b; }
  static Value multiply(Value a, Value b) { return a * b; }
};

/// Whether a filter could outgrow 32 bits at all.
bool may_wrap(const ConvShape& s, const lowbit::Format& format) {
  const std::int64_t product =
      std::int64_t{format.highest_code()} * std::int64_t{format.highest_activation()};
  return product * static_cast<std::int64_t>(s.filter_size()) >
         std::numeric_limits<std::int32_t>::max();
}

}  // namespace

LowbitResult lowbit_conv2d(const ConvShape& s, const Weights& weights, const float* activations,
                           const LowbitSettings& settings) {
  assert(!settings.format.is_integer() && "float activations");
  if (settings.format.sums == lowbit::SumType::fp16)
    return convolve<lowbit::Fp16Arithmetic>(s, weights, activations, settings);
  return convolve<lowbit::Fp32Arithmetic>(s, weights, activations, settings);
}

LowbitResult lowbit_conv2d(const ConvShape& s, const Weights& weights,
                           const std::int32_t* activations, const LowbitSettings& settings) {
  assert(settings.format.is_integer() && "integer activations");
  LowbitResult result = convolve<lowbit::Int32Arithmetic>(s, weights, activations, settings);
  if (!may_wrap(s, settings.format)) return result;
  const std::size_t n = s.batch * s.channels * s.height * s.width;
  const std::vector<std::int64_t> wide(activations, activations + n);
  const LowbitResult exact = Convolution<Int64Arithmetic>{s, weights, wide.data(), settings}.run();
  for (std::size_t i = 0; i < exact.sums.size(); ++i)
    result.sums_outside_32_bits += exact.sums[i] != result.sums[i] ? 1 : 0;
  return result;
}

}  // namespace gossamer::numerics::reference
