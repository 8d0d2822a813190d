// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/operand_counts.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "arch/pe_array/input_window.hpp"
#include "core/work_share.hpp"

namespace gossamer::arch::pe_array {

namespace {

constexpr unsigned field_bits = 20;  // of a number in a key

std::uint64_t key(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return (a << (2 * field_bits)) | (b << field_bits) | c;
}

/// Adds to each of `length` sums how many of `count` vectors have a non-zero there; vector n begins
/// at `codes` + pitch x at(n), none where that is negative.
template <std::size_t length, class At>
void add_nonzeros_of(const std::int16_t* codes, std::size_t count, std::size_t pitch, At at,
                     std::uint32_t* sums) {
  std::array<std::uint32_t, length> here{};
  for (std::size_t n = 0; n < count; ++n) {
    const std::ptrdiff_t place = at(n);
    if (place < 0) continue;
    const std::int16_t* vector = codes + static_cast<std::size_t>(place) * pitch;
    for (std::size_t i = 0; i < length; ++i) here[i] += vector[i] != 0 ? 1U : 0U;
  }
  for (std::size_t i = 0; i < length; ++i) sums[i] += here[i];
}

/// The same for vectors of any even length, in parts of a length that is known when this is
/// compiled.
template <class At>
void add_nonzeros(const std::int16_t* codes, std::size_t length, std::size_t count,
                  std::size_t pitch, At at, std::uint32_t* sums) {
  std::size_t i = 0;
  for (; i + 16 <= length; i += 16) add_nonzeros_of<16>(codes + i, count, pitch, at, sums + i);
  for (; i < length; i += 2) add_nonzeros_of<2>(codes + i, count, pitch, at, sums + i);
}

}  // namespace

PairCounts OperandCounts::of(const PeStep& step) {
  const core::WorkScope scope{core::Work::reference};
  const Blocking& blocking = mapping_.blocking;
  const LanePass& pass = blocking.units[step.weights.unit].passes[step.weights.pass];
  const Piece& piece = blocking.pieces[step.weights.piece];
  const Nonzeros& weights = of_weights(step.weights);
  const OfInputs& inputs = of_inputs({step.block, pass.group, step.weights.piece});
  const std::uint64_t channels = blocking.shape.channels_per_group();
  const std::uint64_t outputs = blocking.blocks[step.block].pixels();
  PairCounts counts;
  std::size_t at = 0;
  for (const std::uint64_t inside : inputs.inside) {
    counts.padding_vectors += piece.chunks * (outputs - inside);
    for (std::uint32_t c = 0; c < piece.chunks; ++c, at += blocking.vector) {
      const std::uint64_t first = (std::uint64_t{piece.first_chunk} + c) * blocking.vector;
      const std::uint64_t elements = std::min<std::uint64_t>(blocking.vector, channels - first);
      for (std::size_t i = at; i < at + elements; ++i) {
        const std::uint64_t w = weights[i];
        const std::uint64_t a = inputs.nonzeros[i];
        counts.useful += w * a;
        counts.zero_operand += (pass.filters - w) * inside + w * (inside - a);
      }
      counts.padding += elements * pass.filters * (outputs - inside);
    }
  }
  return counts;
}

const OperandCounts::Nonzeros& OperandCounts::of_weights(const WeightTileId& tile) {
  const auto [entry, is_new] = weight_tiles_.try_emplace(key(tile.unit, tile.pass, tile.piece));
  if (is_new) entry->second = count_weights(tile);
  return entry->second;
}

const OperandCounts::OfInputs& OperandCounts::of_inputs(const InputTileId& tile) {
  const auto [entry, is_new] = input_tiles_.try_emplace(key(tile.block, tile.group, tile.piece));
  if (is_new) entry->second = count_inputs(tile);
  return entry->second;
}

OperandCounts::Nonzeros OperandCounts::count_weights(const WeightTileId& tile) const {
  const Blocking& blocking = mapping_.blocking;
  const LanePass& pass = blocking.units[tile.unit].passes[tile.pass];
  const Piece& piece = blocking.pieces[tile.piece];
  Nonzeros nonzeros(blocking.words(piece) * blocking.vector);
  const std::size_t columns = blocking.shape.filter_width;
  const std::size_t filter = weights_.chunks * weights_.positions * weights_.length;
  std::uint32_t* to = nonzeros.data();
  for (std::size_t tap = piece.first_row * columns;
       tap < (std::size_t{piece.first_row} + piece.rows) * columns; ++tap) {
    for (std::uint32_t c = 0; c < piece.chunks; ++c, to += blocking.vector) {
      const std::int16_t* codes =
          weights_.vector(weights_.index(pass.first_filter, piece.first_chunk + c, tap));
      const auto at = [](std::size_t n) { return static_cast<std::ptrdiff_t>(n); };
      add_nonzeros(codes, blocking.vector, pass.filters, filter, at, to);
    }
  }
  return nonzeros;
}

OperandCounts::OfInputs OperandCounts::count_inputs(const InputTileId& tile) const {
  const Blocking& blocking = mapping_.blocking;
  const PixelBlock& block = blocking.blocks[tile.block];
  const Piece& piece = blocking.pieces[tile.piece];
  const std::size_t outer = block.image * blocking.shape.groups + tile.group;
  const auto positions = input_positions(blocking, block, piece);
  OfInputs counts{Nonzeros(blocking.words(piece) * blocking.vector), {}};
  std::uint32_t* to = counts.nonzeros.data();
  for (std::size_t first = 0; first < positions.size(); first += block.pixels()) {
    const std::int32_t* at = positions.data() + first;
    const std::int32_t* end = at + block.pixels();
    counts.inside.push_back(
        static_cast<std::uint32_t>(std::count_if(at, end, [](auto p) { return p >= 0; })));
    for (std::uint32_t c = 0; c < piece.chunks; ++c, to += blocking.vector) {
      const std::int16_t* codes = inputs_.vector(inputs_.index(outer, piece.first_chunk + c, 0));
      const auto position = [at](std::size_t n) { return std::ptrdiff_t{at[n]}; };
      add_nonzeros(codes, blocking.vector, block.pixels(), blocking.vector, position, to);
    }
  }
  return counts;
}

}  // namespace gossamer::arch::pe_array
