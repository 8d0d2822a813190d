// SPDX-License-Identifier: Apache-2.0
#include "numerics/mma/multiply_block.hpp"

#include "numerics/floating_point.hpp"
#include "numerics/mma/random_operands.hpp"
#include "support/catch.hpp"
#include "support/cpu_levels.hpp"

using namespace gossamer;
using namespace gossamer::numerics::mma;
using numerics::float_bits;

namespace {

struct Shape {
  std::size_t m, n, k, b_rows;
};

struct Case {
  Shape shape;
  std::vector<float> a, b, c;
  std::vector<std::uint32_t> selected;  ///< empty: dense
};

std::vector<std::uint32_t> random_rows(const Shape& shape) {
  core::RandomStream random{5, "rows"};
  std::vector<std::uint32_t> rows(shape.m * shape.k);
  for (auto& row : rows) row = random.below(shape.b_rows);
  return rows;
}

Case random_case(const Shape& shape, OperandType type, bool sparse) {
  test::RandomOperands operands{type, shape.m + shape.n};
  Case made{shape,
            operands.next(shape.m * shape.k),
            operands.next(shape.b_rows * shape.n),
            operands.next(shape.m * shape.n),
            {}};
  if (sparse) made.selected = random_rows(shape);
  return made;
}

std::vector<float> plain(const Case& made, const FusedAdd& arithmetic) {
  const auto [m, n, k, rows] = made.shape;
  std::vector<float> d = made.c;
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      std::vector<float> b(k);
      for (std::size_t p = 0; p < k; ++p)
        b[p] = made.b[(made.selected.empty() ? p : made.selected[i * k + p]) * n + j];
      d[i * n + j] = dot(made.a.data() + i * k, b.data(), k, d[i * n + j], arithmetic);
    }
  }
  return d;
}

std::vector<float> by_kernel(const Case& made, const FusedAdd& arithmetic, core::CpuLevel level) {
  const auto [m, n, k, rows] = made.shape;
  const OperandMatrix a{arithmetic.operands, made.a.data(), m, k};
  const OperandMatrix b{arithmetic.operands, made.b.data(), rows, n};
  std::vector<float> d = made.c;
  FloatBlock block;
  block.m = m;
  block.n = n;
  block.k = k;
  block.a = a.row(0);
  block.a_pitch = a.pitch();
  block.b = b.row(0);
  block.b_pitch = b.pitch();
  if (!made.selected.empty()) {
    block.b_rows = made.selected.data();
    block.b_rows_pitch = k;
  }
  block.d = d.data();
  block.d_pitch = n;
  block.arithmetic = arithmetic;
  float_kernel(level)(block);
  return d;
}

void check_equal(const std::vector<float>& got, const std::vector<float>& expected) {
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (float_bits(got[i]) == float_bits(expected[i])) continue;
    CAPTURE(i, got[i], expected[i]);
    FAIL("an output differs");
  }
}

}  // namespace

TEST_CASE("a block equals the plain function bit for bit, on every instruction set") {
  const auto level = GENERATE(from_range(test::host_levels()));
  const auto type = GENERATE(OperandType::fp16, OperandType::bf16, OperandType::tf32);
  const auto generation = GENERATE(Generation::ampere, Generation::hopper);
  const auto output = GENERATE(OutputType::fp32, OutputType::fp16);
  const bool sparse = GENERATE(false, true);
  if (output == OutputType::fp16 && type != OperandType::fp16) return;
  for (const Shape& shape : {Shape{16, 8, 16, 32}, Shape{5, 37, 43, 86}, Shape{3, 16, 3, 6}}) {
    const FusedAdd arithmetic = fused_add(generation, type, output, 16);
    const Case made = random_case(shape, type, sparse);
    CAPTURE(static_cast<int>(level), name_of(type), shape.m, sparse);
    check_equal(by_kernel(made, arithmetic, level), plain(made, arithmetic));
  }
}

TEST_CASE("special values of A, B and C go through a block as through the plain function") {
  const auto level = GENERATE(from_range(test::host_levels()));
  const auto type = GENERATE(OperandType::fp16, OperandType::bf16, OperandType::tf32);
  const float infinity = std::numeric_limits<float>::infinity();
  const float specials[] = {infinity, -infinity, std::numeric_limits<float>::quiet_NaN(), 0, -0.0f};
  const FusedAdd arithmetic = fused_add(Generation::ampere, type, OutputType::fp32, 8);
  core::RandomStream random{3, "specials"};
  for (int trial = 0; trial < 50; ++trial) {
    Case made = random_case({4, 33, 24, 24}, type, false);
    const auto put = [&](std::vector<float>& values) {
      for (int i = 0; i < 3; ++i) values[random.below(values.size())] = specials[random.below(5)];
    };
    put(made.a);
    put(made.b);
    put(made.c);
    check_equal(by_kernel(made, arithmetic, level), plain(made, arithmetic));
  }
}

TEST_CASE("sums of any number of terms are the plain function's") {
  const auto level = GENERATE(from_range(test::host_levels()));
  const Case made = random_case({4, 20, 70, 70}, OperandType::fp16, false);
  for (const std::size_t terms : {1, 2, 5, 8, 9, 16, 24, 32}) {
    const FusedAdd arithmetic{OperandType::fp16, 25, terms, OutputType::fp32};
    CAPTURE(terms);
    check_equal(by_kernel(made, arithmetic, level), plain(made, arithmetic));
  }
}

TEST_CASE("all products of a full block at their largest do not overflow a lane") {
  const auto level = GENERATE(from_range(test::host_levels()));
  const auto generation = GENERATE(Generation::ampere, Generation::hopper);
  const Shape shape{2, 16, 32, 32};
  const float largest = 65504;
  const Case made{shape,
                  std::vector<float>(64, largest),
                  std::vector<float>(512, -largest),
                  std::vector<float>(32, -0x1.fffffep31f),
                  {}};
  const FusedAdd arithmetic = fused_add(generation, OperandType::fp16, OutputType::fp32, 32);
  check_equal(by_kernel(made, arithmetic, level), plain(made, arithmetic));
}

TEST_CASE("only the block's outputs are written") {
  const auto level = GENERATE(from_range(test::host_levels()));
  const OperandMatrix a{OperandType::fp16, std::vector<float>(4, 1).data(), 2, 2};
  const OperandMatrix b{OperandType::fp16, std::vector<float>(10, 1).data(), 2, 5};
  std::vector<float> d(40, 7);
  FloatBlock block;
  block.m = 2;
  block.n = 5;
  block.k = 2;
  block.a = a.row(0);
  block.a_pitch = a.pitch();
  block.b = b.row(0);
  block.b_pitch = b.pitch();
  block.d = d.data();
  block.d_pitch = 20;
  float_kernel(level)(block);
  for (std::size_t i = 0; i < d.size(); ++i) CHECK(d[i] == (i % 20 < 5 ? 9 : 7));
}

TEST_CASE("an integer block equals the plain function on every instruction set") {
  const auto level = GENERATE(from_range(test::host_levels()));
  const auto overflow = GENERATE(Overflow::wrap, Overflow::saturate);
  const bool sparse = GENERATE(false, true);
  const Shape shape = GENERATE(Shape{16, 8, 64, 128}, Shape{5, 37, 70, 90});
  core::RandomStream random{4, "integer block"};
  const auto draw = [&](std::size_t count) {
    std::vector<std::int16_t> values(count);
    for (auto& value : values)
      value = static_cast<std::int16_t>(static_cast<int>(random.below(256)) - 128);
    return values;
  };
  const auto a = draw(shape.m * shape.k);
  const auto b = draw(shape.b_rows * shape.n);
  const auto rows = random_rows(shape);
  std::vector<std::int32_t> c(shape.m * shape.n);
  for (auto& value : c) {
    // near both ends of int32, where sums leave it
    const auto edge = static_cast<std::int32_t>(random.below(200000));
    value = random.below(2) == 0 ? std::numeric_limits<std::int32_t>::max() - edge
                                 : std::numeric_limits<std::int32_t>::min() + edge;
    if (random.below(3) == 0) value = edge - 100000;  // near zero, where sums change sign
  }
  std::vector<std::int32_t> d = c;
  IntegerBlock block{shape.m, shape.n,  shape.k, a.data(),
                     shape.k, b.data(), shape.n, sparse ? rows.data() : nullptr,
                     shape.k, d.data(), shape.n, 32,
                     overflow};
  integer_kernel(level)(block);
  for (std::size_t i = 0; i < shape.m; ++i) {
    for (std::size_t j = 0; j < shape.n; ++j) {
      std::vector<std::int16_t> column(shape.k);
      for (std::size_t p = 0; p < shape.k; ++p)
        column[p] = b[(sparse ? rows[i * shape.k + p] : p) * shape.n + j];
      CAPTURE(i, j);
      CHECK(d[i * shape.n + j] == integer_dot(a.data() + i * shape.k, column.data(), shape.k,
                                              c[i * shape.n + j], 32, overflow));
    }
  }
}
