// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/input_image.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/work_share.hpp"
#include "numerics/vsq/packing.hpp"

namespace gossamer::arch::pe_array {

using numerics::vsq::Vectors;

InputImage::InputImage(const Mapping& mapping, const Schedule& schedule, const Vectors& activations,
                       bool values)
    : mapping_{mapping}, schedule_{schedule}, activations_{activations}, values_{values} {
  if (!values) return;
  if (mapping.inputs_from_dram) {
    here_ =
        Vectors{activations.outer, activations.chunks, activations.positions, activations.length};
  } else {
    here_ = activations;
  }
}

// In the order in which a tile lies in DRAM: row, column, chunk.
std::vector<std::size_t> InputImage::vectors_of(const InputTileId& tile) const {
  const Blocking& blocking = mapping_.blocking;
  const ConvShape& shape = blocking.shape;
  const PixelBlock& block = blocking.blocks[tile.block];
  const Piece& piece = blocking.pieces[tile.piece];
  const auto rows = touched(block.first_row, block.rows, piece.first_row, piece.rows,
                            shape.stride_y, shape.dilation_y, shape.pad_top, shape.height);
  const auto cols = touched(block.first_col, block.cols, 0, shape.filter_width, shape.stride_x,
                            shape.dilation_x, shape.pad_left, shape.width);
  const std::size_t outer = block.image * shape.groups + tile.group;
  std::vector<std::size_t> vectors;
  for (const std::uint32_t row : rows) {
    for (const std::uint32_t col : cols) {
      for (std::uint32_t c = 0; c < piece.chunks; ++c) {
        vectors.push_back(
            activations_.index(outer, piece.first_chunk + c, std::size_t{row} * shape.width + col));
      }
    }
  }
  return vectors;
}

std::vector<TileLoader::Stored> InputImage::store(std::uint32_t align,
                                                  std::vector<std::uint8_t>& dram) const {
  const core::WorkScope scope{core::Work::compression};
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint64_t> addresses;
  std::vector<TileLoader::Stored> stored;
  std::vector<std::uint8_t> packed;
  for (const auto& load : schedule_.input_loads) {
    const auto [known, is_new] =
        addresses.emplace(std::make_tuple(load.tile.block, load.tile.group, load.tile.piece), 0);
    if (is_new) {
      dram.resize((dram.size() + align - 1) / align * align);
      known->second = dram.size();
      dram.resize(dram.size() + load.bytes);
      if (values_) {
        pack_tile(load.tile, packed);
        std::copy(packed.begin(), packed.end(),
                  dram.begin() + static_cast<std::ptrdiff_t>(known->second));
      }
    }
    stored.push_back({known->second, load.bytes});
  }
  return stored;
}

void InputImage::pack_tile(const InputTileId& id, std::vector<std::uint8_t>& bytes) const {
  const auto from = vectors_of(id);
  Vectors tile{1, 1, from.size(), activations_.length};
  for (std::size_t to = 0; to < from.size(); ++to) {
    std::copy_n(activations_.vector(from[to]), activations_.length, tile.vector(to));
    tile.scales[to] = activations_.scales[from[to]];
  }
  numerics::vsq::pack(tile, 0, tile.positions, mapping_.formats.arithmetic.activations, bytes);
}

void InputImage::arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) {
  if (!values_) return;
  const core::WorkScope scope{core::Work::compression};
  const auto to = vectors_of(schedule_.input_loads[load].tile);
  Vectors tile{1, 1, to.size(), here_.length};
  numerics::vsq::unpack(bytes, 0, tile.positions, mapping_.formats.arithmetic.activations, tile);
  for (std::size_t from = 0; from < to.size(); ++from) {
    std::copy_n(tile.vector(from), here_.length, here_.vector(to[from]));
    here_.scales[to[from]] = tile.scales[from];
  }
}

}  // namespace gossamer::arch::pe_array
