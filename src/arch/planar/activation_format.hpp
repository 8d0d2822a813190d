// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tensor/run_length.hpp"

namespace gossamer::arch::planar {

/// Elements of a block, at most: its count has 16 bits.
inline constexpr std::uint32_t most_block_elements = 65535;

/// The values of a block, with indices if zeros are skipped.
struct BlockView {
  const tensor::RunLengthElement* elements = nullptr;
  std::uint32_t count = 0;
};

/// How PEs keep 16-bit activations, and how these lie in DRAM: block by block.
struct ActivationFormat {
  bool skips_zeros = false;          ///< run-length compressed; otherwise every value is kept
  std::uint32_t run_bits = 0;        ///< of the index that a value has in DRAM; 0: no index
  std::uint32_t element_bits = 16;   ///< that a value takes in an activation memory
  std::uint32_t vector = 1;          ///< values that one access to a memory moves
  bool skips_zeros_in_dram = false;  ///< compressed in DRAM, though PEs keep every value
  bool counts_blocks = true;         ///< a block in DRAM begins with the number of its elements

  std::uint32_t max_run() const { return (1U << run_bits) - 1; }
  /// Values that a memory of `kib` KiB holds.
  std::uint64_t capacity(std::uint32_t kib) const {
    return std::uint64_t{kib} * 8192 / element_bits;
  }
  /// Appends `size` values as they are kept, skipped zeros left out.
  void append(const std::int16_t* values, std::size_t size,
              std::vector<tensor::RunLengthElement>& elements) const;
  /// Accesses that move `values`.
  std::uint64_t vectors(std::uint64_t values) const { return (values + vector - 1) / vector; }
  /// Accesses to a memory on the DRAM's side of what expands and compresses, for a block of
  /// `values` that takes `bytes` in DRAM.
  std::uint64_t vectors_from_dram(std::uint64_t values, std::uint64_t bytes) const {
    if (!skips_zeros_in_dram) return vectors(values);
    const std::uint64_t vector_bits = std::uint64_t{vector} * element_bits;
    return (bytes * 8 + vector_bits - 1) / vector_bits;
  }

  /// Bytes of a block in DRAM.
  std::uint64_t bytes_in_dram(const BlockView& block) const;
  /// Appends a block as it lies in DRAM.
  void pack(const BlockView& block, std::vector<std::uint8_t>& bytes) const;
  /// Appends the elements of the block at `offset`, as they lie there, and moves `offset` behind
  /// it. `kept`: those that PEs keep of it.
  void read(const std::vector<std::uint8_t>& bytes, std::size_t& offset, std::uint32_t kept,
            std::vector<tensor::RunLengthElement>& elements) const;
  /// Appends the `kept` elements that PEs keep of the block at the beginning of `bytes`.
  void unpack(const std::vector<std::uint8_t>& bytes, std::uint32_t kept,
              std::vector<tensor::RunLengthElement>& elements) const;
};

/// The way of activations between the PEs and DRAM.
struct ActivationPath {
  ActivationFormat format;
  std::uint64_t buffer_bytes = 0;  ///< inputs on their way; one PE's block fits in any case
  std::uint32_t burst_bytes = 64;
};

}  // namespace gossamer::arch::planar
