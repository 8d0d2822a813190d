// SPDX-License-Identifier: Apache-2.0
#include "tensor/run_length.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/random.hpp"
#include "support/catch.hpp"

using namespace gossamer::tensor;

namespace {

using Elements = std::vector<RunLengthElement>;

Elements encode(const std::vector<std::int16_t>& dense, unsigned max_run = 15) {
  Elements out;
  run_length_append(dense.data(), dense.size(), max_run, out);
  return out;
}

/// `zeros` zeros, then a 7.
std::vector<std::int16_t> seven_after(std::size_t zeros) {
  std::vector<std::int16_t> dense(zeros + 1);
  dense.back() = 7;
  return dense;
}

std::vector<std::int16_t> random_block(std::size_t n, std::uint32_t nonzero_per_mille) {
  gossamer::core::RandomStream random(n * 1000 + nonzero_per_mille, "block");
  std::vector<std::int16_t> dense(n);
  for (std::int16_t& value : dense)
    if (random.below(1000) < nonzero_per_mille)
      value = static_cast<std::int16_t>(static_cast<int>(random.below(65535)) - 32767);
  return dense;
}

}  // namespace

TEST_CASE("each non-zero is stored with the zeros before it") {
  CHECK(encode({5, 0, 0, -3, 9}) == Elements{{5, 0}, {-3, 2}, {9, 0}});
}

TEST_CASE("trailing zeros are not stored") {
  CHECK(encode({1, 0, 0, 0}) == Elements{{1, 0}});
  CHECK(encode(std::vector<std::int16_t>(100)).empty());
  CHECK(encode({}).empty());
}

TEST_CASE("a run is cut by a placeholder at the first zero that its index cannot count") {
  CHECK(encode(seven_after(15)) == Elements{{7, 15}});
  CHECK(encode(seven_after(16)) == Elements{{0, 15}, {7, 0}});
  CHECK(encode(seven_after(31)) == Elements{{0, 15}, {7, 15}});
  CHECK(encode(seven_after(32)) == Elements{{0, 15}, {0, 15}, {7, 0}});
  CHECK(encode(seven_after(1), 0) == Elements{{0, 0}, {7, 0}});
  CHECK_THROWS_AS(encode(seven_after(1), 256), std::invalid_argument);
}

TEST_CASE("decoding gives the block back, whatever its length and density") {
  const std::size_t n = GENERATE(0u, 1u, 3u, 4u, 5u, 64u, 1000u);
  const unsigned density = GENERATE(0u, 20u, 300u, 1000u);
  const unsigned max_run = GENERATE(0u, 3u, 15u, 255u);
  CAPTURE(n, density, max_run);
  const auto dense = random_block(n, density);
  const Elements elements = encode(dense, max_run);
  CHECK(run_length_decode(elements.data(), elements.size(), n) == dense);
}

TEST_CASE("encoding appends to what is there") {
  Elements out{{1, 2}};
  const std::int16_t dense[] = {0, 4};
  run_length_append(dense, 2, 15, out);
  CHECK(out == Elements{{1, 2}, {4, 1}});
}

TEST_CASE("elements that run past the block are refused") {
  const Elements elements{{1, 3}};
  CHECK(run_length_decode(elements.data(), 1, 4).back() == 1);
  CHECK_THROWS_WITH(run_length_decode(elements.data(), 1, 3),
                    "run-length element 0 of 1 stands at position 3 of a block of 3");
}

TEST_CASE("a block has at most 65535 elements") {
  std::vector<std::int16_t> dense(65535, 1);
  CHECK(encode(dense).size() == 65535);
  dense.push_back(1);
  CHECK_THROWS_AS(encode(dense), std::length_error);
  std::vector<std::uint8_t> bytes;
  const Elements elements(65536, {1, 0});
  CHECK_THROWS_AS(pack_run_length(elements.data(), elements.size(), 4, bytes), std::length_error);
  CHECK(bytes.empty());
}

TEST_CASE("a packed block is a little-endian count, then run and value, lowest bits first") {
  const Elements elements{{0x1234, 5}, {-1, 0}};
  std::vector<std::uint8_t> bytes;
  pack_run_length(elements.data(), elements.size(), 4, bytes);
  // 0xFFFF0 above 0x12345: 40 bits.
  CHECK(bytes == std::vector<std::uint8_t>{2, 0, 0x45, 0x23, 0x01, 0xFF, 0xFF});
}

TEST_CASE("each packed block is padded to a whole byte") {
  const Elements elements{{3, 1}};
  std::vector<std::uint8_t> bytes;
  pack_run_length(elements.data(), 1, 4, bytes);
  CHECK(bytes.size() == 5);
  CHECK(packed_bytes(1, 4) == 5);
  pack_run_length(elements.data(), 0, 4, bytes);
  CHECK(bytes.size() == 7);
  CHECK(packed_bytes(0, 4) == 2);
}

TEST_CASE("unpacking reads block after block") {
  const unsigned run_bits = GENERATE(0u, 1u, 4u, 7u, 8u);
  CAPTURE(run_bits);
  const Elements first = encode(random_block(500, 300), (1u << run_bits) - 1);
  const Elements second = encode(random_block(77, 900), (1u << run_bits) - 1);
  std::vector<std::uint8_t> bytes;
  pack_run_length(first.data(), first.size(), run_bits, bytes);
  CHECK(bytes.size() == packed_bytes(first.size(), run_bits));
  pack_run_length(second.data(), second.size(), run_bits, bytes);
  std::size_t offset = 0;
  Elements out;
  unpack_run_length(bytes, offset, run_bits, out);
  CHECK(out == first);
  out.clear();
  unpack_run_length(bytes, offset, run_bits, out);
  CHECK(out == second);
  CHECK(offset == bytes.size());
}

TEST_CASE("bytes that end inside a block are refused and nothing is read") {
  const Elements elements{{3, 1}, {4, 2}};
  std::vector<std::uint8_t> bytes;
  pack_run_length(elements.data(), 2, 4, bytes);
  while (!bytes.empty()) {
    bytes.pop_back();
    std::size_t offset = 0;
    Elements out;
    CHECK_THROWS_AS(unpack_run_length(bytes, offset, 4, out), std::invalid_argument);
    CHECK(out.empty());
  }
  std::size_t behind = 9;
  Elements out;
  CHECK_THROWS_AS(unpack_run_length(bytes, behind, 4, out), std::invalid_argument);
}

TEST_CASE("runs and widths that do not fit are refused") {
  const Elements elements{{3, 16}};
  std::vector<std::uint8_t> bytes;
  CHECK_THROWS_AS(pack_run_length(elements.data(), 1, 4, bytes), std::invalid_argument);
  CHECK_THROWS_AS(pack_run_length(elements.data(), 1, 9, bytes), std::invalid_argument);
  std::size_t offset = 0;
  Elements out;
  CHECK_THROWS_AS(unpack_run_length({0, 0}, offset, 9, out), std::invalid_argument);
}

TEST_CASE("runs at the limit of their index, behind any value, end where they should") {
  const unsigned max_run = GENERATE(0u, 1u, 15u, 255u);
  const std::size_t zeros = max_run + GENERATE(0u, 1u, 2u) + (max_run + 1) * GENERATE(0u, 1u);
  const std::size_t behind = GENERATE(0u, 1u, 15u, 16u, 256u);
  CAPTURE(max_run, zeros, behind);
  std::vector<std::int16_t> dense{-5};
  dense.resize(1 + zeros);
  dense.push_back(3);
  dense.resize(dense.size() + behind);
  Elements expected{{-5, 0}};
  for (std::size_t i = 0; i < zeros / (max_run + 1); ++i)
    expected.push_back({0, static_cast<std::uint8_t>(max_run)});
  expected.push_back({3, static_cast<std::uint8_t>(zeros % (max_run + 1))});
  CHECK(encode(dense, max_run) == expected);
}

TEST_CASE(
    "a block is packed and unpacked alike wherever it ends, and nothing behind it is touched") {
  const unsigned run_bits = GENERATE(0u, 1u, 4u, 5u, 8u);
  const std::size_t count = GENERATE(range(0u, 10u));
  CAPTURE(run_bits, count);
  const auto most = static_cast<std::uint8_t>((1u << run_bits) - 1);
  const Elements elements(count, {-1, most});
  std::vector<std::uint8_t> bytes{7};
  pack_run_length(elements.data(), count, run_bits, bytes);
  REQUIRE(bytes.size() == 1 + packed_bytes(count, run_bits));
  CHECK(bytes[0] == 7);
  std::vector<std::uint8_t> expected{7, static_cast<std::uint8_t>(count), 0};
  for (std::size_t bits = count * (16 + run_bits); bits > 0; bits -= std::min<std::size_t>(8, bits))
    expected.push_back(static_cast<std::uint8_t>(bits >= 8 ? 0xFF : (1u << bits) - 1));
  CHECK(bytes == expected);
  Elements out{{9, 9}};
  const bool bytes_follow = GENERATE(false, true);
  bytes.resize(bytes.size() + (bytes_follow ? 5 : 0), 0xA5);
  std::size_t offset = 1;
  unpack_run_length(bytes, offset, run_bits, out);
  CHECK(offset == expected.size());
  REQUIRE(out.size() == 1 + count);
  CHECK(out[0] == RunLengthElement{9, 9});
  CHECK(Elements(out.begin() + 1, out.end()) == elements);
}

TEST_CASE("a block with a run that does not fit leaves the bytes as they were") {
  const Elements elements{{3, 15}, {3, 16}, {3, 1}};
  std::vector<std::uint8_t> bytes{1, 2};
  CHECK_THROWS_WITH(pack_run_length(elements.data(), 3, 4, bytes),
                    "a run of 16 zeros does not fit 4 bits");
  CHECK(bytes == std::vector<std::uint8_t>{1, 2});
}

TEST_CASE("the longest block goes through packing and back") {
  const std::vector<std::int16_t> dense(65535, -2);
  const Elements elements = encode(dense);
  std::vector<std::uint8_t> bytes;
  pack_run_length(elements.data(), elements.size(), 4, bytes);
  std::size_t offset = 0;
  Elements out;
  unpack_run_length(bytes, offset, 4, out);
  CHECK(out == elements);
}
