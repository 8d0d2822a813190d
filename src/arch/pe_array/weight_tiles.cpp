// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/weight_tiles.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/work_share.hpp"

namespace gossamer::arch::pe_array {

using numerics::vsq::Vectors;

WeightTiles::WeightTiles(const Mapping& mapping, const Schedule& schedule, std::uint32_t lanes,
                         bool values)
    : mapping_{mapping}, schedule_{schedule}, lanes_{lanes}, values_{values} {}

// A tile in DRAM: for each chunk, each row and column of the kernel, the vectors of all filters.
Vectors WeightTiles::gather(const WeightTileId& tile, const Vectors& weights) const {
  const Blocking& blocking = mapping_.blocking;
  const LanePass& pass = blocking.units[tile.unit].passes[tile.pass];
  const Piece& piece = blocking.pieces[tile.piece];
  const auto columns = static_cast<std::uint32_t>(blocking.shape.filter_width);
  Vectors gathered{1, 1, vectors(blocking, tile), blocking.vector};
  std::size_t to = 0;
  for (std::uint32_t c = 0; c < piece.chunks; ++c) {
    for (std::uint32_t tap = piece.first_row * columns;
         tap < (piece.first_row + piece.rows) * columns; ++tap) {
      for (std::uint32_t k = 0; k < pass.filters; ++k, ++to) {
        const std::size_t from = weights.index(pass.first_filter + k, piece.first_chunk + c, tap);
        std::copy_n(weights.vector(from), blocking.vector, gathered.vector(to));
        gathered.scales[to] = weights.scales[from];
      }
    }
  }
  return gathered;
}

std::vector<memory::TileLoader::Stored> WeightTiles::store(const Vectors& weights,
                                                           std::uint32_t align,
                                                           std::vector<std::uint8_t>& dram) const {
  const core::WorkScope scope{core::Work::compression};
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint64_t> addresses;
  std::vector<memory::TileLoader::Stored> stored;
  std::vector<std::uint8_t> packed;
  for (const auto& load : schedule_.weight_loads) {
    const auto [known, is_new] =
        addresses.emplace(std::make_tuple(load.tile.unit, load.tile.pass, load.tile.piece), 0);
    if (is_new) {
      dram.resize((dram.size() + align - 1) / align * align);
      known->second = dram.size();
      dram.resize(dram.size() + load.bytes);
      if (values_) {
        const Vectors tile = gather(load.tile, weights);
        stored_weights(mapping_.blocking,
                       mapping_.blocking.units[load.tile.unit].passes[load.tile.pass],
                       mapping_.blocking.pieces[load.tile.piece])
            .pack(tile, mapping_.formats.arithmetic.weights, packed);
        std::copy(packed.begin(), packed.end(),
                  dram.begin() + static_cast<std::ptrdiff_t>(known->second));
      }
    }
    stored.push_back({known->second, load.bytes});
  }
  return stored;
}

void WeightTiles::arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) {
  if (!values_) {
    tiles_[load] = nullptr;
    return;
  }
  const core::WorkScope scope{core::Work::compression};
  const WeightTileId& id = schedule_.weight_loads[load].tile;
  const Blocking& blocking = mapping_.blocking;
  const LanePass& pass = blocking.units[id.unit].passes[id.pass];
  const Piece& piece = blocking.pieces[id.piece];
  const std::uint32_t filters = pass.filters;
  const std::uint64_t words = blocking.words(piece);
  const std::uint64_t taps = words / piece.chunks;
  const std::uint32_t pairs = blocking.vector / 2;
  Vectors stored{1, 1, words * filters, blocking.vector};
  stored_weights(blocking, pass, piece).unpack(bytes, mapping_.formats.arithmetic.weights, stored);
  auto tile = std::make_shared<WeightTile>();
  tile->codes.resize(words * blocking.vector * lanes_);
  tile->scales.resize(words * lanes_);
  for (std::uint64_t word = 0; word < words; ++word) {
    const std::uint64_t in_dram = (word % piece.chunks * taps + word / piece.chunks) * filters;
    std::int16_t* to = tile->codes.data() + word * blocking.vector * lanes_;
    for (std::uint32_t lane = 0; lane < filters; ++lane) {
      const std::int16_t* from = stored.vector(in_dram + lane);
      const std::uint32_t place = pass.first_lane + lane;
      for (std::uint32_t pair = 0; pair < pairs; ++pair) {
        std::copy_n(from + std::size_t{2} * pair, 2, to + (std::size_t{pair} * lanes_ + place) * 2);
      }
      tile->scales[word * lanes_ + place] = stored.scales[in_dram + lane];
    }
  }
  tiles_[load] = std::move(tile);
}

}  // namespace gossamer::arch::pe_array
