// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "numerics/mma/operand_type.hpp"

namespace gossamer::tensor::structured {

using numerics::mma::OperandType;

/// What is wrong with a matrix that should obey a pattern, or with metadata; names row and chunk.
class FormatFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Four bits that say which units of a chunk are kept: idx0 | idx1 << 2, or for tf32 2 idx0 and
/// 2 idx0 + 1 in the places of the two indices (0x4 or 0xE). Source: PTX ISA, CUTLASS.
using Nibble = std::uint8_t;

/// Units kept of a chunk, in the order of the kept values; tf32 uses the first alone.
struct KeptUnits {
  std::uint8_t first = 0;
  std::uint8_t second = 0;
};

/// Whether `mma.sp::ordered_metadata` is meant, which demands rising indices, or plain `mma.sp`.
enum class IndexOrder { ordered, any };

/// The nibble of two different units (of tf32: of `first`).
Nibble make_nibble(OperandType type, KeptUnits kept);

/// What is wrong with a nibble, or "".
std::string nibble_fault(OperandType type, Nibble nibble, IndexOrder order);

/// The units of a nibble that has no fault.
KeptUnits kept_units(OperandType type, Nibble nibble);

/// Metadata of a row-major matrix: one nibble per chunk, [rows][chunks].
struct Metadata {
  OperandType type = OperandType::fp16;
  std::size_t rows = 0;
  std::size_t chunks = 0;  ///< of a row
  std::vector<Nibble> nibbles;
};

/// Throws FormatFault naming row, chunk and nibble of the first fault.
void check_metadata(const Metadata& metadata, IndexOrder order);

/// The position along K of every kept element, [rows][kept elements of a row]: what operand
/// selection takes of B (b_rows of numerics/mma). The metadata must have no fault.
std::vector<std::uint32_t> kept_positions(const Metadata& metadata);

/// Bits of CUTLASS's ElementE: 16 for fp16, bf16 and tf32, 32 for int8 and int4.
constexpr unsigned metadata_word_bits(OperandType type) {
  return numerics::mma::is_integer(type) ? 32 : 16;
}

/// Nibbles packed into words of metadata_word_bits, the first chunk lowest; [rows][words_per_row].
struct PackedMetadata {
  OperandType type = OperandType::fp16;
  std::size_t rows = 0;
  std::size_t words_per_row = 0;
  std::vector<std::uint32_t> words;
};

/// A row that ends inside a word is filled with 0x4, the legal nibble of an empty chunk.
PackedMetadata pack_metadata(const Metadata& metadata);

/// The first `chunks` nibbles of every row. Throws FormatFault if rows are shorter, or if their
/// words have more bits than the type's.
Metadata unpack_metadata(const PackedMetadata& packed, std::size_t chunks);

/// The order in which CUTLASS stores metadata so that `ldmatrix` can load it (host_reorder.h): rows
/// interleaved in groups of 32 (16-bit words) or 16 (32-bit), then the off-diagonal words of each
/// 2 x 2 block exchanged. Throws FormatFault unless rows are a multiple of the group and words of a
/// row even.
PackedMetadata reorder_metadata(const PackedMetadata& packed);

/// The inverse of reorder_metadata, with the same demands.
PackedMetadata restore_metadata(const PackedMetadata& reordered);

}  // namespace gossamer::tensor::structured
