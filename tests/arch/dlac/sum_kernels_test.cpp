// SPDX-License-Identifier: Apache-2.0
// Sums of a row of PEs against the arithmetic of one PE.
#include "arch/dlac/sum_kernels.hpp"

#include <vector>

#include "arch/dlac/operand_words.hpp"
#include "core/random.hpp"
#include "numerics/floating_point.hpp"
#include "numerics/lowbit/accumulate.hpp"
#include "support/catch.hpp"
#include "support/cpu_levels.hpp"

using namespace gossamer;
using namespace gossamer::arch::dlac;
using numerics::bits_float;
using numerics::float_bits;
namespace lowbit = numerics::lowbit;

namespace {

constexpr std::uint32_t lanes = 32;
constexpr std::uint32_t channels = 60;

struct Scene {
  std::vector<std::uint32_t> first, second, list, activations, negative;
  std::vector<std::int16_t> codes;
  std::vector<float> real;
};

/// Magnitudes from subnormal to overflow of binary16, some of them alike so that sums cancel.
float random_value(core::RandomStream& random) {
  const int exponent = static_cast<int>(random.below(46)) - 30;
  const float fraction = 1 + static_cast<float>(random.below(1U << 10U)) / 1024;
  return std::ldexp(random.below(2) == 0 ? fraction : -fraction, exponent);
}

void draw(core::RandomStream& random, const Format& format, Scene& scene) {
  for (std::uint32_t c = 0; c < channels; ++c) {
    for (std::uint32_t l = 0; l < lanes; ++l) {
      const int range = 2 * format.highest_code() + 1;
      const auto code = static_cast<std::int16_t>(
          static_cast<int>(random.below(static_cast<std::uint64_t>(range))) -
          format.highest_code());
      const float real = random.below(3) == 0 ? 0 : random_value(random);
      const bool is_real = format.weights == lowbit::WeightScheme::full;
      const WeightWords words = is_real ? real_words(real) : code_words(code, format);
      scene.codes.push_back(code);
      scene.real.push_back(real);
      scene.first.push_back(words.first);
      scene.second.push_back(words.second);
    }
    if (random.below(3) == 0) continue;
    scene.list.push_back(c);
    const auto round = [&](float value) {
      return format.activations == lowbit::ActivationType::fp16
                 ? numerics::fp16_to_float(numerics::float_to_fp16(value))
                 : value;
    };
    const float value = round(random_value(random));
    scene.activations.push_back(format.is_integer() ? random.below(200) - 100 : float_bits(value));
    scene.negative.push_back(float_bits(round(random_value(random))));
  }
}

/// One lane, operation by operation.
template <class Arithmetic, class To>
void expected_sums(const Scene& scene, const Format& format, std::uint32_t lane, To word,
                   std::uint32_t& positive, std::uint32_t& negative) {
  using Value = typename Arithmetic::Value;
  Value plus = word(positive);
  Value minus = word(negative);
  for (std::size_t i = 0; i < scene.list.size(); ++i) {
    const std::size_t at = std::size_t{scene.list[i]} * lanes + lane;
    const std::int16_t code = scene.codes[at];
    const Value a = word(scene.activations[i]);
    if (format.weights == lowbit::WeightScheme::full) {
      if (scene.real[at] == 0) continue;
      if constexpr (std::is_floating_point_v<Value>) {
        plus = Arithmetic::add(plus, Arithmetic::multiply(a, scene.real[at]));
      }
      continue;
    }
    if (code == 0) continue;
    if (format.multiplies()) {
      plus = Arithmetic::add(plus, Arithmetic::multiply(a, static_cast<Value>(code)));
    } else if (format.has_two_sums()) {
      Value& sum = code > 0 ? plus : minus;
      sum = Arithmetic::add(sum, a);
    } else if (sum_kind(format) == SumKind::scaled) {
      plus = Arithmetic::add(plus, code > 0 ? a : -word(scene.negative[i]));
    } else {
      plus = Arithmetic::add(plus, code > 0 ? a : -a);
    }
  }
  const auto bits = [](Value value) {
    if constexpr (std::is_floating_point_v<Value>) return float_bits(lowbit::canonical(value));
    return static_cast<std::uint32_t>(value);
  };
  positive = bits(plus);
  negative = bits(minus);
}

Format format_of(lowbit::WeightScheme weights, unsigned weight_bits,
                 lowbit::ActivationType activations, lowbit::SumType sums,
                 lowbit::TtqOrder ttq = lowbit::TtqOrder::after_sum) {
  Format format;
  format.weights = weights;
  format.weight_bits = weight_bits;
  format.activations = activations;
  format.activation_bits = activations == lowbit::ActivationType::integer ? 8 : 32;
  format.sums = sums;
  format.ttq = ttq;
  return format;
}

/// Of all PEs of a row: their sums, and those of pairs with a negative weight.
struct RowSums {
  std::vector<std::uint32_t> sums = std::vector<std::uint32_t>(lanes);
  std::vector<std::uint32_t> negative = std::vector<std::uint32_t>(lanes);
};
bool operator==(const RowSums& a, const RowSums& b) {
  return a.sums == b.sums && a.negative == b.negative;
}

RowSums one_pe_after_the_other(const Scene& scene, const Format& format) {
  RowSums row;
  for (std::uint32_t l = 0; l < lanes; ++l) {
    lowbit::with_arithmetic(format, [&](auto arithmetic) {
      using Arithmetic = decltype(arithmetic);
      const auto word = [](std::uint32_t bits) {
        if constexpr (std::is_floating_point_v<typename Arithmetic::Value>) return bits_float(bits);
        return static_cast<typename Arithmetic::Value>(static_cast<std::int32_t>(bits));
      };
      expected_sums<Arithmetic>(scene, format, l, word, row.sums[l], row.negative[l]);
    });
  }
  return row;
}

RowSums by_kernel(const Scene& scene, const Format& format, core::CpuLevel level) {
  RowSums row;
  SumTask task{};
  task.first = scene.first.data();
  task.second = scene.second.data();
  task.channels = scene.list.data();
  task.activations = scene.activations.data();
  task.negative_activations = scene.negative.data();
  task.count = static_cast<std::uint32_t>(scene.list.size());
  task.lanes = lanes;
  task.sums = row.sums.data();
  task.negative_sums = row.negative.data();
  sum_kernel(level, sum_arithmetic(format), sum_kind(format))(task);
  if (format.is_integer()) return row;
  for (auto* all : {&row.sums, &row.negative}) {
    for (auto& bits : *all) bits = float_bits(lowbit::canonical(bits_float(bits)));
  }
  return row;
}

std::vector<Format> every_arithmetic() {
  using lowbit::ActivationType;
  using lowbit::SumType;
  using lowbit::TtqOrder;
  using lowbit::WeightScheme;
  std::vector<Format> formats{
      format_of(WeightScheme::ternary, 2, ActivationType::integer, SumType::fp32),
      format_of(WeightScheme::ttq, 2, ActivationType::integer, SumType::fp32),
      format_of(WeightScheme::dorefa, 8, ActivationType::integer, SumType::fp32)};
  for (const auto sums : {SumType::fp32, SumType::fp16}) {
    const auto type = sums == SumType::fp16 ? ActivationType::fp16 : ActivationType::fp32;
    formats.push_back(format_of(WeightScheme::ternary, 2, type, sums));
    formats.push_back(format_of(WeightScheme::ttq, 2, type, sums));
    formats.push_back(format_of(WeightScheme::ttq, 2, type, sums, TtqOrder::before_sum));
    formats.push_back(format_of(WeightScheme::dorefa, 4, type, sums));
    formats.push_back(format_of(WeightScheme::full, 16, type, sums));
  }
  return formats;
}

}  // namespace

TEST_CASE("sums of a row of PEs are those of each PE alone, in every arithmetic") {
  const int seed = GENERATE(range(1, 21));
  const auto formats = every_arithmetic();
  for (std::size_t i = 0; i < formats.size(); ++i) {
    core::RandomStream random{static_cast<std::uint64_t>(seed), "dlac: sums"};
    Scene scene;
    draw(random, formats[i], scene);
    const RowSums expected = one_pe_after_the_other(scene, formats[i]);
    for (const auto level : test::host_levels()) {
      CAPTURE(seed, i, static_cast<int>(level));
      CHECK((by_kernel(scene, formats[i], level) == expected));
    }
  }
}
