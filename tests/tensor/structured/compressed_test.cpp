// SPDX-License-Identifier: Apache-2.0
#include "tensor/structured/compressed.hpp"

#include "numerics/mma/multiply_block.hpp"
#include "support/catch.hpp"
#include "tensor/structured/structured_matrix.hpp"

using namespace gossamer;
using namespace gossamer::tensor::structured;
using Catch::Matchers::Equals;
using numerics::mma::is_integer;
using numerics::mma::sparsity_pattern;

namespace {

OperandType any_type() {
  return GENERATE(OperandType::fp16, OperandType::bf16, OperandType::tf32, OperandType::int8,
                  OperandType::int4);
}

}  // namespace

TEST_CASE("a matrix that obeys the pattern comes back from its compressed form") {
  const OperandType type = any_type();
  const std::size_t k = 128;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto floats = test::structured_matrix<float>(type, 24, k, seed);
    const auto compressed = compress(type, floats.data(), 24, k);
    CHECK(compressed.values.size() == floats.size() / 2);
    CHECK_NOTHROW(check_metadata(compressed.metadata, IndexOrder::ordered));
    CHECK(decompress(compressed) == floats);
    const auto integers = test::structured_matrix<std::int16_t>(type, 24, k, seed);
    CHECK(decompress(compress(type, integers.data(), 24, k)) == integers);
  }
}

TEST_CASE("chunks with fewer non-zeros keep explicit zeros at the lowest free places") {
  const float rows[] = {0, 0, 0, 0, 0, 0, 0, 5, 6, 0, 0, 0};
  const auto compressed = compress(OperandType::fp16, rows, 1, 12);
  CHECK(compressed.metadata.nibbles == std::vector<Nibble>{0x4, 0xC, 0x4});
  CHECK(compressed.values == std::vector<float>{0, 0, 0, 5, 6, 0});
  const float pairs[] = {0, 0, 0, 0, 0, 0, 0, 3};
  const auto int4 = compress(OperandType::int4, pairs, 1, 8);
  CHECK(int4.metadata.nibbles == std::vector<Nibble>{0xC});
  CHECK(int4.values == std::vector<float>{0, 0, 0, 3});
  const float twos[] = {0, 0, 0, 4, 5, 0};
  const auto tf32 = compress(OperandType::tf32, twos, 1, 6);
  CHECK(tf32.metadata.nibbles == std::vector<Nibble>{0x4, 0xE, 0x4});
  CHECK(tf32.values == std::vector<float>{0, 4, 5});
}

TEST_CASE("a matrix that does not obey the pattern is refused by row and chunk") {
  std::vector<float> matrix(2 * 16, 0);
  matrix[16 + 8] = matrix[16 + 9] = matrix[16 + 11] = 1;
  CHECK_THROWS_WITH(compress(OperandType::fp16, matrix.data(), 2, 16),
                    "row 1, chunk 2: 3 of 4 elements hold non-zeros; allowed for fp16: 2");
  CHECK_THROWS_WITH(compress(OperandType::tf32, matrix.data(), 2, 16),
                    "row 1, chunk 4: 2 of 2 elements hold non-zeros; allowed for tf32: 1");
  CHECK_NOTHROW(compress(OperandType::int4, matrix.data(), 2, 16));
  matrix[16 + 13] = 1;
  CHECK_THROWS_WITH(compress(OperandType::int4, matrix.data(), 2, 16),
                    "row 1, chunk 1: 3 of 4 pairs hold non-zeros; allowed for int4: 2");
  CHECK_THROWS_WITH(compress(OperandType::int8, matrix.data(), 2, 14),
                    "rows of 14 elements; allowed for int8: a multiple of 4");
}

TEST_CASE("a matrix with metadata that is not legal cannot be decompressed") {
  const float row[] = {1, 0, 2, 0, 0, 3, 4, 0};
  auto compressed = compress(OperandType::fp16, row, 1, 8);
  compressed.metadata.nibbles[1] = 0xA;
  CHECK_THROWS_WITH(decompress(compressed),
                    "row 0, chunk 1: metadata 0xa has two equal indices (2); allowed: two "
                    "different ones");
  compressed.metadata.nibbles[1] = 0x6;
  CHECK_THROWS_AS(decompress(compressed), FormatFault);
  const auto unordered = decompress(compressed, IndexOrder::any);
  CHECK(unordered == std::vector<float>{1, 0, 2, 0, 0, 4, 3, 0});
  compressed.values.pop_back();
  CHECK_THROWS_WITH(decompress(compressed, IndexOrder::any),
                    "3 values for metadata of 1 rows that keep 4 each");
}

TEST_CASE("compressed operands take 0.5625 or 0.625 of the dense bits, exactly") {
  const OperandType type = any_type();
  const std::uint64_t dense = dense_bits(type, 48, 256);
  const std::uint64_t stored = stored_bits(type, 48, 256);
  CHECK(stored * 10000 == dense * (is_integer(type) ? 6250 : 5625));
  const auto matrix = test::structured_matrix<float>(type, 48, 256, 1);
  const auto compressed = compress(type, matrix.data(), 48, 256);
  CHECK(compressed.values.size() * numerics::mma::element_bits(type) +
            compressed.metadata.nibbles.size() * 4 ==
        stored);
}

TEST_CASE("a sparse integer product equals the dense one on the decompressed operand") {
  using namespace numerics::mma;
  const auto type = GENERATE(OperandType::int8, OperandType::int4);
  const std::size_t m = 16, n = 24, k = 128;
  const auto a = test::structured_matrix<std::int16_t>(type, m, k, 7);
  std::vector<std::int16_t> b(k * n);
  for (std::size_t i = 0; i < b.size(); ++i)
    b[i] = static_cast<std::int16_t>(static_cast<int>(i * 7919 % 256) - 128);
  const auto compressed = compress(type, a.data(), m, k);
  const auto rows = kept_positions(compressed.metadata);
  std::vector<std::int32_t> dense(m * n, 5), sparse(m * n, 5);
  IntegerBlock block{
      m, n, k, a.data(), k, b.data(), n, nullptr, 0, dense.data(), n, 32, Overflow::wrap};
  multiply_block(block);
  block.k = k / 2;
  block.a = compressed.values.data();
  block.a_pitch = k / 2;
  block.b_rows = rows.data();
  block.b_rows_pitch = k / 2;
  block.d = sparse.data();
  multiply_block(block);
  CHECK(sparse == dense);
}
