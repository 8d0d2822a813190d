// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tensor/structured/metadata.hpp"

namespace gossamer::tensor::structured {

/// Operand A of `mma.sp`: the kept values of a row-major matrix [rows][k] and which they are.
/// T is float (fp16, bf16, tf32) or std::int16_t (int8, int4).
template <class T>
struct Compressed {
  std::vector<T> values;  ///< [rows][k / 2]
  Metadata metadata;      ///< [rows][k / chunk]
};

/// Keeps the non-zeros of each chunk in order; a chunk with fewer than the pattern's keeps explicit
/// zeros at the lowest free units, so that indices rise. Throws FormatFault naming row and chunk
/// with too many non-zeros, or if k is no multiple of the chunk.
template <class T>
Compressed<T> compress(OperandType type, const T* matrix, std::size_t rows, std::size_t k);

/// The matrix [rows][k]. Throws FormatFault for metadata that is not legal, or values whose number
/// is not the metadata's.
template <class T>
std::vector<T> decompress(const Compressed<T>& compressed, IndexOrder order = IndexOrder::ordered);

/// Bits of a compressed matrix: kept values and metadata; k must be a multiple of the chunk. 0.5625
/// of the dense ones for 16 and 32-bit types, 0.625 for int8 and int4.
std::uint64_t stored_bits(OperandType type, std::size_t rows, std::size_t k);

/// Bits of the dense matrix.
std::uint64_t dense_bits(OperandType type, std::size_t rows, std::size_t k);

}  // namespace gossamer::tensor::structured
