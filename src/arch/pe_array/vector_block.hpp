// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "numerics/vsq/format.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::arch::pe_array {

/// A tile as DRAM, the global buffer and the networks have it: vectors of some neighbouring chunks
/// of a dimension, chunk by chunk. A chunk that the dimension does not fill has as many elements as
/// there are channels; its vectors are packed behind the full ones from a byte of their own on.
struct VectorBlock {
  std::uint64_t full = 0;     ///< vectors of `length` elements
  std::uint64_t partial = 0;  ///< vectors of `rest` elements
  std::uint32_t length = 0;
  std::uint32_t rest = 0;

  std::uint64_t vectors() const { return full + partial; }
  std::uint64_t bytes(const numerics::vsq::OperandFormat& format) const;

  /// `tile` has all vectors at their full length. Replaces the contents of `bytes`.
  void pack(const numerics::vsq::Vectors& tile, const numerics::vsq::OperandFormat& format,
            std::vector<std::uint8_t>& bytes) const;
  /// The reverse; elements behind the last channel become 0.
  void unpack(const std::vector<std::uint8_t>& bytes, const numerics::vsq::OperandFormat& format,
              numerics::vsq::Vectors& tile) const;
};

/// Chunks [first, first + chunks) of `channels` channels, `of_chunk` vectors of each.
VectorBlock vector_block(std::uint64_t channels, std::uint32_t length, std::uint32_t first,
                         std::uint32_t chunks, std::uint64_t of_chunk);

}  // namespace gossamer::arch::pe_array
