// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/vector_block.hpp"

#include <algorithm>

#include "numerics/vsq/packing.hpp"

namespace gossamer::arch::pe_array {

using numerics::vsq::OperandFormat;
using numerics::vsq::packed_bytes;
using numerics::vsq::Vectors;

std::uint64_t VectorBlock::bytes(const OperandFormat& format) const {
  return packed_bytes(full, length, format) + packed_bytes(partial, rest, format);
}

void VectorBlock::pack(const Vectors& tile, const OperandFormat& format,
                       std::vector<std::uint8_t>& bytes) const {
  numerics::vsq::pack(tile, 0, full, format, bytes);
  if (partial == 0) return;
  Vectors last{1, 1, partial, rest};
  for (std::size_t i = 0; i < partial; ++i) {
    std::copy_n(tile.vector(full + i), rest, last.vector(i));
    last.scales[i] = tile.scales[full + i];
  }
  std::vector<std::uint8_t> packed;
  numerics::vsq::pack(last, 0, partial, format, packed);
  bytes.insert(bytes.end(), packed.begin(), packed.end());
}

void VectorBlock::unpack(const std::vector<std::uint8_t>& bytes, const OperandFormat& format,
                         Vectors& tile) const {
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(packed_bytes(full, length, format));
  numerics::vsq::unpack({bytes.begin(), end}, 0, full, format, tile);
  if (partial == 0) return;
  Vectors last{1, 1, partial, rest};
  numerics::vsq::unpack({end, bytes.end()}, 0, partial, format, last);
  for (std::size_t i = 0; i < partial; ++i) {
    std::fill_n(std::copy_n(last.vector(i), rest, tile.vector(full + i)), length - rest,
                std::int16_t{0});
    tile.scales[full + i] = last.scales[i];
  }
}

VectorBlock vector_block(std::uint64_t channels, std::uint32_t length, std::uint32_t first,
                         std::uint32_t chunks, std::uint64_t of_chunk) {
  const std::uint64_t end = (std::uint64_t{first} + chunks) * length;
  const bool is_partial = end > channels;
  VectorBlock block;
  block.full = (chunks - (is_partial ? 1 : 0)) * of_chunk;
  block.partial = is_partial ? of_chunk : 0;
  block.length = length;
  block.rest = is_partial ? static_cast<std::uint32_t>(length - (end - channels)) : length;
  return block;
}

}  // namespace gossamer::arch::pe_array
