// SPDX-License-Identifier: Apache-2.0
#include "numerics/mma/accumulation.hpp"

#include <array>
#include <boost/multiprecision/cpp_int.hpp>

#include "numerics/floating_point.hpp"
#include "numerics/mma/exact_reference.hpp"
#include "numerics/mma/random_operands.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::numerics::mma;
using numerics::bits_float;
using numerics::float_bits;

namespace {

const float infinity = std::numeric_limits<float>::infinity();
const float nan_value = std::numeric_limits<float>::quiet_NaN();

FusedAdd fp16_k16(Generation generation, OutputType output = OutputType::fp32) {
  return fused_add(generation, OperandType::fp16, output, 16);
}

/// The dot product of 16 whose product at k[i] is p[i], a power of two.
float dot16(const std::vector<std::pair<std::size_t, float>>& products, float c,
            const FusedAdd& arithmetic) {
  std::array<float, 16> a{};
  std::array<float, 16> b{};
  for (const auto& [k, product] : products) {
    a[k] = product > 1024 ? 1024 : std::fabs(product) < 0x1p-14f ? 0x1p-14f : 1;
    b[k] = product / a[k];
  }
  return dot(a.data(), b.data(), 16, c, arithmetic);
}

}  // namespace

TEST_CASE("two products of 2^-24 count together in one block, and are lost in two") {
  const float one_and_a_bit = 1 + 0x1p-23f;
  const std::vector<std::pair<std::size_t, float>> one_block{{0, 0x1p-24f}, {1, 0x1p-24f}};
  const std::vector<std::pair<std::size_t, float>> two_blocks{{0, 0x1p-24f}, {8, 0x1p-24f}};
  CHECK(dot16(one_block, 1, fp16_k16(Generation::ampere)) == one_and_a_bit);
  CHECK(dot16(two_blocks, 1, fp16_k16(Generation::ampere)) == 1);
  CHECK(dot16(one_block, 1, fp16_k16(Generation::hopper)) == one_and_a_bit);
  CHECK(dot16(two_blocks, 1, fp16_k16(Generation::hopper)) == one_and_a_bit);
}

TEST_CASE("what lies 25 bits below the largest product survives on Hopper alone") {
  const std::vector<std::pair<std::size_t, float>> products{
      {0, 0x1p20f}, {1, -0x1p20f}, {2, 0x1p-5f}};
  CHECK(dot16(products, 0, fp16_k16(Generation::ampere)) == 0);
  CHECK(float_bits(dot16(products, 0, fp16_k16(Generation::ampere))) == 0);
  CHECK(dot16(products, 0, fp16_k16(Generation::hopper)) == 0x1p-5f);
}

TEST_CASE("blocks are of eight and four terms on Ampere, of the whole instruction on Hopper") {
  const auto terms = [](Generation generation, OperandType type, std::size_t k) {
    return fused_add(generation, type, OutputType::fp32, k).terms;
  };
  CHECK(terms(Generation::ampere, OperandType::fp16, 16) == 8);
  CHECK(terms(Generation::ampere, OperandType::bf16, 8) == 8);
  CHECK(terms(Generation::ampere, OperandType::tf32, 8) == 4);
  CHECK(terms(Generation::ampere, OperandType::tf32, 4) == 4);
  CHECK(terms(Generation::hopper, OperandType::fp16, 16) == 16);
  CHECK(terms(Generation::hopper, OperandType::tf32, 8) == 8);
}

TEST_CASE("the exponent of a product is not that of its normalised value") {
  // 1.5 * 1.5 = 2.25 counts with exponent 0: a term of 2^-24 is kept with F = 24, 2^-25 is lost.
  const FusedAdd ampere = fp16_k16(Generation::ampere);
  const std::array<float, 3> a{1.5f, -1.5f, 0x1p-12f};
  std::array<float, 3> b{1.5f, 1.5f, 0x1p-12f};
  CHECK(fused_multiply_add(a.data(), b.data(), 3, 0, ampere) == 0x1p-24f);
  b[2] = 0x1p-13f;
  CHECK(fused_multiply_add(a.data(), b.data(), 3, 0, ampere) == 0);
}

TEST_CASE("fp16 subnormals count with exponent -14") {
  // 2^-24 * 2^-10 is 2^-34; its exponent is -14 - 10 = -24, so F = 24 keeps down to 2^-48, where a
  // normalised one would keep 2^-58.
  const FusedAdd ampere = fp16_k16(Generation::ampere);
  const float least = 0x1p-24f;
  const std::array<float, 2> a{least, least};
  const std::array<float, 2> b{0x1p-10f, least};
  CHECK(fused_multiply_add(a.data(), b.data(), 2, 0, ampere) == 0x1p-34f + 0x1p-48f);
  const float small_c = 0x1p-49f;
  CHECK(fused_multiply_add(a.data(), b.data(), 1, small_c, ampere) == 0x1p-34f);
}

TEST_CASE("a fused addition equals the definition on whole numbers of any size") {
  const auto type = GENERATE(OperandType::fp16, OperandType::bf16, OperandType::tf32);
  const auto generation = GENERATE(Generation::ampere, Generation::hopper);
  const auto output = GENERATE(OutputType::fp32, OutputType::fp16);
  if (output == OutputType::fp16 && type != OperandType::fp16) return;
  test::RandomOperands operands{type, 1};
  core::RandomStream random{1, "addends"};
  for (int trial = 0; trial < 3000; ++trial) {
    const std::size_t n = 1 + random.below(16);
    const FusedAdd arithmetic = fused_add(generation, type, output, 16);
    const auto a = operands.next(n);
    const auto b = operands.next(n);
    float c = operands.next();
    if (output == OutputType::fp32 && trial % 2 == 0) c *= 1 + 0x1p-20f;
    if (std::isinf(c)) c = 1;
    CAPTURE(trial, n, a, b, c);
    const float expected = test::ExactFusedAdd{arithmetic}.add(a, b, c);
    const float got = fused_multiply_add(a.data(), b.data(), n, c, arithmetic);
    CHECK(got == expected);
  }
}

TEST_CASE("not a number is 0x7FFFFFFF, in fp16 the number of 0x7FFF") {
  const auto add = [](float a, float b, float c, OutputType output) {
    return float_bits(fused_multiply_add(&a, &b, 1, c, fp16_k16(Generation::ampere, output)));
  };
  for (const auto& [a, b, c] : {std::array<float, 3>{nan_value, 1, 1},
                                {1, -nan_value, 1},
                                {1, 1, nan_value},
                                {infinity, 0, 1},
                                {infinity, 1, -infinity}}) {
    CHECK(add(a, b, c, OutputType::fp32) == 0x7FFFFFFFu);
    CHECK(numerics::float_to_fp16(bits_float(add(a, b, c, OutputType::fp16))) == 0x7FFF);
  }
  CHECK(add(infinity, -2, 1, OutputType::fp32) == float_bits(-infinity));
  CHECK(add(infinity, 2, infinity, OutputType::fp32) == float_bits(infinity));
}

TEST_CASE("a sum beyond the output is infinite, the largest number below stays finite") {
  const FusedAdd bf16 = fused_add(Generation::ampere, OperandType::bf16, OutputType::fp32, 8);
  const float largest = std::numeric_limits<float>::max();
  const float a = 0x1p127f;
  const float two = 2, one = 1, less = -0x1p103f;
  CHECK(fused_multiply_add(&a, &two, 1, 0, bf16) == infinity);
  CHECK(fused_multiply_add(&a, &one, 1, a, bf16) == infinity);
  CHECK(fused_multiply_add(&less, &one, 1, largest, bf16) < largest);
  const FusedAdd fp16 = fp16_k16(Generation::ampere, OutputType::fp16);
  const float big = 65504, sixteen = 16, fifteen = 15;
  CHECK(fused_multiply_add(&sixteen, &one, 1, big, fp16) == infinity);
  CHECK(fused_multiply_add(&fifteen, &one, 1, big, fp16) == big);
}

TEST_CASE("tf32 operands lose their low 13 bits before they are multiplied") {
  const FusedAdd tf32 = fused_add(Generation::ampere, OperandType::tf32, OutputType::fp32, 8);
  const float a = bits_float(0x3F801FFFu), one = 1;
  CHECK(fused_multiply_add(&a, &one, 1, 0, tf32) == 1);
  CHECK(fused_multiply_add(&one, &a, 1, 0, tf32) == 1);
  const float subnormal = bits_float(0x00001FFFu);
  CHECK(std::isnan(fused_multiply_add(&subnormal, &infinity, 1, 0, tf32)));
}

TEST_CASE("integer sums are exact, then wrap or saturate") {
  core::RandomStream random{2, "integers"};
  for (int trial = 0; trial < 1000; ++trial) {
    std::array<std::int16_t, 64> a{};
    std::array<std::int16_t, 64> b{};
    const auto c = static_cast<std::int32_t>(random.next());
    test::Wide sum = c;
    for (std::size_t i = 0; i < a.size(); ++i) {
      a[i] = static_cast<std::int16_t>(static_cast<int>(random.below(256)) - 128);
      b[i] = static_cast<std::int16_t>(trial % 2 == 0 ? a[i] : -a[i]);
      sum += test::Wide{a[i]} * b[i];
    }
    const test::Wide most = 2147483647, least = -most - 1;
    const test::Wide clamped = sum > most ? most : sum < least ? least : sum;
    test::Wide wrapped = (sum - least) % (test::Wide{1} << 32);
    if (wrapped < 0) wrapped += test::Wide{1} << 32;
    wrapped += least;
    CAPTURE(trial, c);
    CHECK(integer_multiply_add(a.data(), b.data(), 64, c, Overflow::saturate) == clamped);
    CHECK(integer_multiply_add(a.data(), b.data(), 64, c, Overflow::wrap) == wrapped);
  }
}

TEST_CASE("an integer sum saturates at the end of an instruction, not of the row") {
  const std::array<std::int16_t, 2> a{1, -1};
  const std::array<std::int16_t, 2> b{1, 1};
  const std::int32_t most = 2147483647;
  CHECK(integer_dot(a.data(), b.data(), 2, most, 2, Overflow::saturate) == most);
  CHECK(integer_dot(a.data(), b.data(), 2, most, 1, Overflow::saturate) == most - 1);
  CHECK(integer_dot(a.data(), b.data(), 2, most, 1, Overflow::wrap) == most);
}
