// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "numerics/vsq/format.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::numerics::vsq {

/// Bytes of a block of `count` vectors of `length` elements.
constexpr std::size_t packed_bytes(std::size_t count, std::size_t length,
                                   const OperandFormat& format) {
  return (count * format.vector_bits(length) + 7) / 8;
}

/// A block of vectors [first, first + count) as memories hold it: of each vector its elements in
/// two's complement, then its scale, lowest bits first, the vectors back to back, the last byte
/// filled up with zeros. Replaces the contents of `bytes`. Codes and scales must fit the format.
void pack(const Vectors& vectors, std::size_t first, std::size_t count, const OperandFormat& format,
          std::vector<std::uint8_t>& bytes);

/// The reverse: sets vectors [first, first + count) from a block. Scales become 1 where the format
/// has none. Throws std::invalid_argument if `bytes` is not of the block's size.
void unpack(const std::vector<std::uint8_t>& bytes, std::size_t first, std::size_t count,
            const OperandFormat& format, Vectors& vectors);

}  // namespace gossamer::numerics::vsq
