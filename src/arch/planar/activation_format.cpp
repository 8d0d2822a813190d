// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/activation_format.hpp"

namespace gossamer::arch::planar {

namespace {

/// Elements without indices as run-length elements.
std::vector<tensor::RunLengthElement> compressed(const BlockView& block, std::uint32_t max_run) {
  std::vector<std::int16_t> values;
  values.reserve(block.count);
  for (std::uint32_t n = 0; n < block.count; ++n) values.push_back(block.elements[n].value);
  std::vector<tensor::RunLengthElement> elements;
  tensor::run_length_append(values.data(), values.size(), max_run, elements);
  return elements;
}

}  // namespace

void ActivationFormat::append(const std::int16_t* values, std::size_t size,
                              std::vector<tensor::RunLengthElement>& elements) const {
  if (skips_zeros) {
    tensor::run_length_append(values, size, max_run(), elements);
  } else {
    for (std::size_t n = 0; n < size; ++n) elements.push_back({values[n], 0});
  }
}

std::uint64_t ActivationFormat::bytes_in_dram(const BlockView& block) const {
  if (!counts_blocks) return std::uint64_t{block.count} * 2;
  const std::size_t count = skips_zeros_in_dram ? compressed(block, max_run()).size() : block.count;
  return tensor::packed_bytes(count, run_bits);
}

void ActivationFormat::pack(const BlockView& block, std::vector<std::uint8_t>& bytes) const {
  if (!counts_blocks) {
    for (std::uint32_t n = 0; n < block.count; ++n) {
      const auto value = static_cast<std::uint16_t>(block.elements[n].value);
      bytes.push_back(static_cast<std::uint8_t>(value & 0xffU));
      bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
    }
    return;
  }
  if (!skips_zeros_in_dram) {
    tensor::pack_run_length(block.elements, block.count, run_bits, bytes);
    return;
  }
  const auto elements = compressed(block, max_run());
  tensor::pack_run_length(elements.data(), elements.size(), run_bits, bytes);
}

void ActivationFormat::read(const std::vector<std::uint8_t>& bytes, std::size_t& offset,
                            std::uint32_t kept,
                            std::vector<tensor::RunLengthElement>& elements) const {
  if (counts_blocks) {
    tensor::unpack_run_length(bytes, offset, run_bits, elements);
    return;
  }
  for (std::uint32_t n = 0; n < kept; ++n, offset += 2) {
    const std::uint32_t value = bytes.at(offset) + (std::uint32_t{bytes.at(offset + 1)} << 8U);
    elements.push_back({static_cast<std::int16_t>(value), 0});
  }
}

void ActivationFormat::unpack(const std::vector<std::uint8_t>& bytes, std::uint32_t kept,
                              std::vector<tensor::RunLengthElement>& elements) const {
  std::size_t offset = 0;
  if (!skips_zeros_in_dram) {
    read(bytes, offset, kept, elements);
    return;
  }
  std::vector<tensor::RunLengthElement> packed;
  read(bytes, offset, kept, packed);
  for (const std::int16_t value : tensor::run_length_decode(packed.data(), packed.size(), kept)) {
    elements.push_back({value, 0});
  }
}

}  // namespace gossamer::arch::planar
