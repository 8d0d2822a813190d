// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/lowbit_weights.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>

#include "core/random.hpp"
#include "numerics/fp16.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "support/catch.hpp"
#include "tensor/quantize/dorefa_levels.hpp"

using namespace gossamer;
using namespace gossamer::tensor::quantize;
using numerics::lowbit::Format;
using numerics::lowbit::Granularity;
using numerics::lowbit::Weights;
using Codes = std::vector<std::int16_t>;

namespace {

Format format_of(const std::string& name, Granularity scales = Granularity::layer) {
  Format format;
  REQUIRE(set_weights(name, format));
  format.scales = scales;
  return format;
}

Weights quantised(const std::vector<float>& w, const std::string& name, std::size_t filters = 1,
                  LowbitSettings settings = {}, Granularity scales = Granularity::layer) {
  return quantise_lowbit(w.data(), filters, w.size() / filters, format_of(name, scales), settings);
}

std::vector<float> random_weights(std::size_t n, float scale, std::uint64_t seed) {
  core::RandomStream random(seed, "weights");
  std::vector<float> weights(n);
  for (float& w : weights) w = (static_cast<float>(random.next()) * 0x1p-31F - 1) * scale;
  return weights;
}

/// Nearest whole number, halves to even, of an exact fraction.
int nearest(const boost::multiprecision::cpp_rational& x) {
  using boost::multiprecision::cpp_int;
  const boost::multiprecision::cpp_rational shifted = x + 4096;
  cpp_int whole = numerator(shifted) / denominator(shifted);
  const boost::multiprecision::cpp_rational rest = 2 * (shifted - whole);
  if (rest > 1 || (rest == 1 && whole % 2 == 1)) ++whole;
  return whole.convert_to<int>() - 4096;
}

}  // namespace

TEST_CASE("what is above the threshold becomes a sign, and the scale is its mean magnitude") {
  const std::vector<float> w{1, -0.5F, 0.0499999F, -0.0500001F, 0, 0.25F};
  const Weights ternary = quantised(w, "ternary");
  CHECK(ternary.codes == Codes{1, -1, 0, -1, 0, 1});
  CHECK(ternary.positive_scale ==
        std::vector<float>{static_cast<float>((1.75 + double{0.0500001F}) / 4)});
  CHECK(ternary.negative_scale.empty());
  CHECK(quantised(w, "ternary", 1, {0.3, {}}).codes == Codes{1, -1, 0, 0, 0, 0});
}

TEST_CASE("ttq has one scale for positive and one for negative weights") {
  const Weights ttq = quantised({1, -0.5F, 0.01F, 0.5F, -0.25F}, "ttq");
  CHECK(ttq.codes == Codes{1, -1, 0, 1, -1});
  CHECK(ttq.positive_scale == std::vector<float>{0.75F});
  CHECK(ttq.negative_scale == std::vector<float>{0.375F});
  CHECK(quantised({1, 0.5F}, "ttq").negative_scale == std::vector<float>{0});
}

TEST_CASE("each filter has a threshold and scales of its own where channels have them") {
  const std::vector<float> w{1, 0.04F, -1, 0, 0.04F, -0.02F, 0, 0.001F};
  const Weights layer = quantised(w, "ternary", 2);
  CHECK(layer.codes == Codes{1, 0, -1, 0, 0, 0, 0, 0});
  const Weights channel = quantised(w, "ternary", 2, {}, Granularity::channel);
  CHECK(channel.codes == Codes{1, 0, -1, 0, 1, -1, 0, 0});
  CHECK(channel.positive_scale.size() == 2);
  CHECK(channel.scale(1) == Approx(0.03));
}

TEST_CASE("a density keeps exactly that many of the layer, the largest") {
  const auto w = random_weights(1000, 1, 4);
  for (const double density : {0.0, 0.3, 0.5, 1.0}) {
    const Weights ttq = quantised(w, "ttq", 10, {0.05, density});
    CHECK(ttq.nonzeros() == static_cast<std::size_t>(std::lround(1000 * density)));
    float least = 2, most = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
      float& end = ttq.codes[i] != 0 ? least : most;
      end = ttq.codes[i] != 0 ? std::min(end, std::fabs(w[i])) : std::max(end, std::fabs(w[i]));
    }
    CHECK(least >= most);
  }
}

TEST_CASE("binary weights are signs, zero among the positive ones") {
  const Weights binary = quantised({0, -0.0F, 2, -1}, "binary");
  CHECK(binary.codes == Codes{1, 1, 1, -1});
  CHECK(binary.positive_scale == std::vector<float>{0.75F});
}

TEST_CASE("codes of wrpn are the nearest of exact steps, halves to even, clipped to [-1, 1]") {
  for (unsigned bits = 2; bits <= 8; ++bits) {
    const int highest = (1 << (bits - 1)) - 1;
    auto w = random_weights(3000, 1.5F, bits);
    for (int i = 0; i <= 256; ++i) w.push_back(static_cast<float>(i) / 128 - 1);  // ties
    const Weights found = quantised(w, "wrpn" + std::to_string(bits));
    for (std::size_t i = 0; i < w.size(); ++i) {
      const float clipped = std::min(1.0F, std::max(-1.0F, w[i]));
      REQUIRE(found.codes[i] == nearest(boost::multiprecision::cpp_rational(clipped) * highest));
    }
    CHECK(found.positive_scale == std::vector<float>{1 / static_cast<float>(highest)});
  }
}

TEST_CASE("codes of dorefa are those of its formula in a hundred digits") {
  using Precise = boost::multiprecision::cpp_bin_float_100;
  for (unsigned bits = 2; bits <= 8; ++bits) {
    auto w = random_weights(400, bits % 2 == 0 ? 0.1F : 3.0F, bits);
    w.insert(w.end(), {0.0F, -0.0F, 0x1p-149F, -0x1p-149F});
    float largest = 0;
    for (const float value : w) largest = std::max(largest, std::fabs(value));
    // The steps themselves, and the numbers just below.
    for (const float step : dorefa_steps(largest, bits)) {
      w.push_back(step);
      w.push_back(std::nextafter(step, -10.0F));
    }
    const Weights found = quantised(w, "dorefa" + std::to_string(bits));
    const int levels = (1 << bits) - 1;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const Precise position =
          levels * (tanh(Precise{w[i]}) / (2 * tanh(Precise{largest})) + Precise{0.5});
      Precise level = floor(position + Precise{0.5});
      // Zero alone is a tie, and goes to the even level.
      if (w[i] == 0) level = 1 << (bits - 1);
      REQUIRE(found.codes[i] == 2 * level.convert_to<int>() - levels);
    }
  }
}

TEST_CASE("zeros alone are dorefa's even middle level") {
  CHECK(quantised({0, 0}, "dorefa2").codes == Codes{1, 1});
  CHECK(quantised({0, 0}, "dorefa8").codes == Codes{1, 1});
}

TEST_CASE("full weights are rounded to their format") {
  CHECK(quantised({1 + 0x1p-12F, 0}, "fp16").full == std::vector<float>{1, 0});
  CHECK(quantised({1 + 0x1p-12F, 0}, "fp32").full == std::vector<float>{1 + 0x1p-12F, 0});
}

TEST_CASE("weights that are quantised already keep their codes and scales") {
  const std::string name =
      GENERATE("ternary", "ttq", "binary", "wrpn2", "wrpn7", "dorefa2", "dorefa8", "fp16");
  const Weights once = quantised(random_weights(600, 0.7F, 8), name, 3);
  std::vector<float> values;
  for (std::size_t f = 0; f < 3; ++f)
    for (std::size_t i = 0; i < 200; ++i) values.push_back(once.value(f, i));
  const Weights again = quantised(values, name, 3);
  CHECK(again.codes == once.codes);
  CHECK(again.full == once.full);
  CHECK(again.positive_scale == once.positive_scale);
  CHECK(again.negative_scale == once.negative_scale);
  CHECK(lowbit_noise(values.data(), again).noise == 0);
}

TEST_CASE("a ternary tensor keeps even a scale that is small beside the other") {
  const Weights ttq = quantised({1, -0.01F, 0, -0.01F}, "ttq");
  CHECK(ttq.codes == Codes{1, -1, 0, -1});
  CHECK(ttq.negative_scale == std::vector<float>{0.01F});
}

TEST_CASE("a filter that happens to be ternary has its threshold, if another filter is not") {
  LowbitSettings settings;
  settings.threshold = 0.5;
  const Weights weights =
      quantised({1, -0.01F, 0.5F, 0.4F}, "ternary", 2, settings, Granularity::channel);
  CHECK(weights.codes == Codes{1, 0, 1, 1});
}
