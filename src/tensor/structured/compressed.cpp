// SPDX-License-Identifier: Apache-2.0
#include "tensor/structured/compressed.hpp"

#include <fmt/format.h>

#include <array>

namespace gossamer::tensor::structured {

namespace {

using numerics::mma::element_bits;
using numerics::mma::sparsity_pattern;
using numerics::mma::SparsityPattern;

/// Which units of a chunk hold a non-zero; a set of at most four.
template <class T>
unsigned occupied_units(const T* chunk, const SparsityPattern& pattern) {
  unsigned occupied = 0;
  for (std::size_t e = 0; e < pattern.chunk(); ++e)
    if (chunk[e] != T{0}) occupied |= 1u << e / pattern.unit;
  return occupied;
}

/// The units that a chunk keeps: its occupied ones and the lowest free ones, in order.
KeptUnits choose_units(unsigned occupied, const SparsityPattern& pattern) {
  unsigned chosen = occupied;
  for (std::size_t u = 0; u < pattern.units; ++u)
    if (static_cast<std::size_t>(__builtin_popcount(chosen)) < pattern.kept_units)
      chosen |= 1u << u;
  KeptUnits kept;
  kept.first = static_cast<std::uint8_t>(__builtin_ctz(chosen));
  if (pattern.kept_units == 2) kept.second = static_cast<std::uint8_t>(31 - __builtin_clz(chosen));
  return kept;
}

void check_length(OperandType type, std::size_t k) {
  const std::size_t chunk = sparsity_pattern(type).chunk();
  if (k % chunk != 0)
    throw FormatFault(fmt::format("rows of {} elements; allowed for {}: a multiple of {}", k,
                                  name_of(type), chunk));
}

}  // namespace

template <class T>
Compressed<T> compress(OperandType type, const T* matrix, std::size_t rows, std::size_t k) {
  check_length(type, k);
  const SparsityPattern pattern = sparsity_pattern(type);
  Compressed<T> compressed;
  compressed.metadata = {type, rows, k / pattern.chunk(), {}};
  compressed.values.reserve(rows * k / 2);
  for (std::size_t i = 0; i < rows * compressed.metadata.chunks; ++i) {
    const T* chunk = matrix + i * pattern.chunk();
    const unsigned occupied = occupied_units(chunk, pattern);
    if (static_cast<std::size_t>(__builtin_popcount(occupied)) > pattern.kept_units)
      throw FormatFault(
          fmt::format("row {}, chunk {}: {} of {} {} hold non-zeros; allowed for {}: {}",
                      i / compressed.metadata.chunks, i % compressed.metadata.chunks,
                      __builtin_popcount(occupied), pattern.units,
                      pattern.unit == 1 ? "elements" : "pairs", name_of(type), pattern.kept_units));
    const KeptUnits kept = choose_units(occupied, pattern);
    compressed.metadata.nibbles.push_back(make_nibble(type, kept));
    const std::array<std::size_t, 2> units{kept.first, kept.second};
    for (std::size_t u = 0; u < pattern.kept_units; ++u)
      for (std::size_t e = 0; e < pattern.unit; ++e)
        compressed.values.push_back(chunk[units[u] * pattern.unit + e]);
  }
  return compressed;
}

template <class T>
std::vector<T> decompress(const Compressed<T>& compressed, IndexOrder order) {
  const Metadata& metadata = compressed.metadata;
  check_metadata(metadata, order);
  const SparsityPattern pattern = sparsity_pattern(metadata.type);
  const std::size_t kept = metadata.chunks * pattern.kept();
  if (compressed.values.size() != metadata.rows * kept)
    throw FormatFault(fmt::format("{} values for metadata of {} rows that keep {} each",
                                  compressed.values.size(), metadata.rows, kept));
  const std::size_t k = metadata.chunks * pattern.chunk();
  std::vector<T> matrix(metadata.rows * k, T{0});
  const std::vector<std::uint32_t> positions = kept_positions(metadata);
  for (std::size_t i = 0; i < positions.size(); ++i)
    matrix[i / kept * k + positions[i]] = compressed.values[i];
  return matrix;
}

std::uint64_t stored_bits(OperandType type, std::size_t rows, std::size_t k) {
  check_length(type, k);
  const SparsityPattern pattern = sparsity_pattern(type);
  const std::uint64_t of_chunk =
      pattern.kept() * element_bits(type) + std::uint64_t{numerics::mma::index_bits};
  return rows * (k / pattern.chunk()) * of_chunk;
}

std::uint64_t dense_bits(OperandType type, std::size_t rows, std::size_t k) {
  return std::uint64_t{rows} * k * element_bits(type);
}

template Compressed<float> compress(OperandType, const float*, std::size_t, std::size_t);
template Compressed<std::int16_t> compress(OperandType, const std::int16_t*, std::size_t,
                                           std::size_t);
template std::vector<float> decompress(const Compressed<float>&, IndexOrder);
template std::vector<std::int16_t> decompress(const Compressed<std::int16_t>&, IndexOrder);

}  // namespace gossamer::tensor::structured
