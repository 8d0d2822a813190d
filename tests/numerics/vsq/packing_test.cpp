// SPDX-License-Identifier: Apache-2.0
#include "numerics/vsq/packing.hpp"

#include "numerics/vsq/exact.hpp"
#include "support/catch.hpp"

using namespace gossamer::numerics::vsq;
using namespace gossamer::test;
using gossamer::core::RandomStream;

namespace {

Vectors random_vectors(std::size_t count, std::size_t length, const OperandFormat& format) {
  RandomStream random(count * 1000 + length, "packing");
  Vectors vectors(1, 1, count, length);
  for (std::int16_t& code : vectors.codes) code = any_code(random, format.element);
  for (std::uint16_t& scale : vectors.scales) scale = any_scale(random, format);
  return vectors;
}

/// A block as one integer, vector 0 lowest.
cpp_int exact_block(const Vectors& from, std::size_t first, std::size_t count,
                    const OperandFormat& format) {
  cpp_int block = 0;
  unsigned at = 0;
  const auto append = [&](std::int32_t field, unsigned bits) {
    const cpp_int modulus = cpp_int(1) << bits;
    block += (field < 0 ? cpp_int(modulus + field) : cpp_int(field)) << at;
    at += bits;
  };
  for (std::size_t i = first; i < first + count; ++i) {
    for (std::size_t j = 0; j < from.length; ++j) append(from.vector(i)[j], format.element.bits);
    if (format.has_scales()) append(from.scales[i], format.scale_bits);
  }
  return block;
}

}  // namespace

TEST_CASE("a block holds its vectors bit by bit, and they come back") {
  const std::size_t length = GENERATE(1u, 3u, 8u, 16u, 21u, 32u, 64u, 67u);
  for (const ElementFormat& element : all_element_formats())
    for (const unsigned scale_bits : all_scale_bits()) {
      const OperandFormat format{element, scale_bits};
      const Vectors vectors = random_vectors(9, length, format);
      const std::size_t first = scale_bits % 3;
      const std::size_t count = 9 - 2 * first;
      CAPTURE(length, element.bits, element.is_signed, scale_bits);
      std::vector<std::uint8_t> bytes(1000, 0xff);
      pack(vectors, first, count, format, bytes);
      REQUIRE(bytes.size() == (count * (length * element.bits + scale_bits) + 7) / 8);
      cpp_int block;
      import_bits(block, bytes.begin(), bytes.end(), 8, false);
      REQUIRE(block == exact_block(vectors, first, count, format));

      Vectors back(1, 1, 9, length);
      std::fill(back.codes.begin(), back.codes.end(), std::int16_t{99});
      std::fill(back.scales.begin(), back.scales.end(), std::uint16_t{99});
      Vectors expected = back;
      for (std::size_t i = first; i < first + count; ++i) {
        std::copy_n(vectors.vector(i), length, expected.vector(i));
        expected.scales[i] = vectors.scales[i];
      }
      unpack(bytes, first, count, format, back);
      REQUIRE(back == expected);
    }
}

TEST_CASE("a vector's elements come first, its scale above them, lowest bits first") {
  Vectors vectors(1, 1, 1, 3);
  vectors.codes = {-7, 7, 1};
  vectors.scales = {0xb};
  std::vector<std::uint8_t> bytes;
  pack(vectors, 0, 1, {{4, true}, 4}, bytes);
  CHECK(bytes == std::vector<std::uint8_t>{0x79, 0xb1});
}

TEST_CASE("scales cost their share of bits: 4.25 per element for 4-bit elements and scales of 16") {
  // Two vectors are 17 bytes, so a block of an even number has no padding.
  const OperandFormat narrow{{4, true}, 4};
  CHECK(packed_bytes(1, 16, narrow) == 9);
  CHECK(packed_bytes(2, 16, narrow) == 17);
  const Vectors vectors = random_vectors(1000, 16, narrow);
  std::vector<std::uint8_t> bytes;
  pack(vectors, 0, 1000, narrow, bytes);
  CHECK(static_cast<double>(bytes.size()) * 8 / 16000 == 4.25);
  CHECK(packed_bytes(1000, 16, {{8, false}, 10}) * 8 == 16000 * 8 + 10000);
  CHECK(packed_bytes(1000, 16, {{8, true}, 0}) == 16000);
  CHECK(packed_bytes(1, 64, {{4, true}, 8}) == 33);  // 264 bits, a word of the 5 nm chip
}

TEST_CASE("no vectors are no bytes") {
  Vectors vectors(1, 1, 1, 4);
  std::vector<std::uint8_t> bytes(5);
  pack(vectors, 0, 0, {{4, true}, 4}, bytes);
  CHECK(bytes.empty());
  unpack(bytes, 0, 0, {{4, true}, 4}, vectors);
  CHECK(vectors == Vectors(1, 1, 1, 4));
}

TEST_CASE("a block of another size and elements of another width are refused") {
  Vectors vectors(1, 1, 2, 16);
  std::vector<std::uint8_t> bytes(16);
  CHECK_THROWS_WITH(unpack(bytes, 0, 2, {{4, true}, 4}, vectors),
                    "a block of 2 vectors has 17 bytes, not 16");
  CHECK_THROWS_WITH(pack(vectors, 0, 2, {{9, true}, 4}, bytes),
                    "elements have 2 to 8 or 16 bits, not 9");
}
