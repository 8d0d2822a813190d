// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/activation_format.hpp"

#include "arch/planar/random_conv.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using arch::planar::ActivationFormat;
using tensor::RunLengthElement;

namespace {

std::vector<RunLengthElement> kept(const ActivationFormat& format,
                                   const std::vector<std::int16_t>& values) {
  std::vector<RunLengthElement> elements;
  format.append(values.data(), values.size(), elements);
  return elements;
}

std::vector<std::uint8_t> packed(const ActivationFormat& format,
                                 const std::vector<RunLengthElement>& elements) {
  std::vector<std::uint8_t> bytes;
  format.pack({elements.data(), static_cast<std::uint32_t>(elements.size())}, bytes);
  return bytes;
}

}  // namespace

TEST_CASE("what PEs keep comes back from DRAM, compressed there, everywhere or not at all") {
  ActivationFormat format;
  const auto kind = GENERATE(0, 1, 2, 3);
  format.skips_zeros = kind == 1;
  format.skips_zeros_in_dram = kind == 2;
  format.counts_blocks = kind != 3;
  format.run_bits = kind == 0 || kind == 3 ? 0 : 3;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    core::RandomStream random{seed, "format"};
    const auto values =
        test::random_values(random, test::between(random, 0, 90), test::between(random, 0, 1000));
    const auto elements = kept(format, values);
    const auto bytes = packed(format, elements);
    CAPTURE(kind, seed);
    const auto count = static_cast<std::uint32_t>(elements.size());
    CHECK(format.bytes_in_dram({elements.data(), count}) == bytes.size());
    std::vector<RunLengthElement> back;
    format.unpack(bytes, count, back);
    CHECK(back == elements);
  }
}

TEST_CASE("a format compressed in DRAM alone keeps zeros on chip and takes no bytes for them") {
  ActivationFormat format;
  format.skips_zeros_in_dram = true;
  format.run_bits = 4;
  const auto elements = kept(format, {0, 0, 5, 0, 0, 0, -3, 0});
  CHECK(elements.size() == 8);
  CHECK(packed(format, elements).size() == 2 + 5);  // a count, two values of 20 bits
  format.skips_zeros_in_dram = false;
  format.run_bits = 0;
  CHECK(packed(format, elements).size() == 2 + 8 * 2);
  format.counts_blocks = false;
  CHECK(packed(format, elements).size() == 8 * 2);
}

TEST_CASE("blocks without a count are read one after the other by what PEs keep of them") {
  ActivationFormat format;
  format.counts_blocks = false;
  auto bytes = packed(format, kept(format, {1, -2}));
  const auto more = packed(format, kept(format, {0, 3, 4}));
  bytes.insert(bytes.end(), more.begin(), more.end());
  std::vector<RunLengthElement> elements;
  std::size_t offset = 0;
  format.read(bytes, offset, 2, elements);
  CHECK(elements == std::vector<RunLengthElement>{{1, 0}, {-2, 0}});
  format.read(bytes, offset, 3, elements);
  CHECK(elements.size() == 5);
  CHECK(elements[4] == RunLengthElement{4, 0});
  CHECK(offset == 10);
}

TEST_CASE("before the expander a block takes the accesses of its bytes, behind it of its values") {
  ActivationFormat format;
  format.vector = 16;  // 32 bytes
  CHECK(format.vectors_from_dram(33, 66) == 3);
  format.skips_zeros_in_dram = true;
  CHECK(format.vectors_from_dram(33, 32) == 1);
  CHECK(format.vectors_from_dram(33, 33) == 2);
}
