// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/input_image.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "arch/pe_array/input_window.hpp"
#include "core/work_share.hpp"

namespace gossamer::arch::pe_array {

using numerics::vsq::Vectors;

namespace {

bool is_nonzero(std::int16_t code) {
  return code != 0;
}

}  // namespace

InputImage::InputImage(const Mapping& mapping, const Schedule& schedule, const Vectors& activations,
                       bool values)
    : mapping_{mapping}, schedule_{schedule}, activations_{activations}, values_{values} {}

// In the order in which a tile lies in DRAM as well: chunk, row, column.
std::shared_ptr<Vectors> InputImage::gather(const InputTileId& id) const {
  const Blocking& blocking = mapping_.blocking;
  const PixelBlock& block = blocking.blocks[id.block];
  const Piece& piece = blocking.pieces[id.piece];
  const InputWindow window = input_window(blocking, block, piece);
  const std::size_t length = activations_.length;
  const std::size_t width = window.cols.size();
  auto tile = std::make_shared<Vectors>(1, piece.chunks, window.positions(), length);
  const std::size_t outer = block.image * blocking.shape.groups + id.group;
  std::size_t to = 0;
  for (std::uint32_t c = 0; c < piece.chunks; ++c) {
    for (const std::uint32_t row : window.rows) {
      for (std::size_t col = 0; col < width;) {
        // Neighbours of the plane are neighbours in the tile.
        std::size_t end = col + 1;
        while (end < width && window.cols[end] == window.cols[end - 1] + 1) ++end;
        const std::size_t from =
            activations_.index(outer, piece.first_chunk + c,
                               std::size_t{row} * blocking.shape.width + window.cols[col]);
        std::copy_n(activations_.vector(from), (end - col) * length, tile->vector(to));
        std::copy_n(activations_.scales.data() + from, end - col, tile->scales.data() + to);
        to += end - col;
        col = end;
      }
    }
  }
  return tile;
}

std::vector<memory::TileLoader::Stored> InputImage::store(std::uint32_t align,
                                                          std::vector<std::uint8_t>& dram) const {
  const core::WorkScope scope{core::Work::compression};
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint64_t> addresses;
  std::vector<memory::TileLoader::Stored> stored;
  std::vector<std::uint8_t> packed;
  for (const auto& load : schedule_.input_loads) {
    const auto [known, is_new] =
        addresses.emplace(std::make_tuple(load.tile.block, load.tile.group, load.tile.piece), 0);
    if (is_new) {
      dram.resize((dram.size() + align - 1) / align * align);
      known->second = dram.size();
      dram.resize(dram.size() + load.bytes);
      if (values_) {
        const auto tile = gather(load.tile);
        stored_inputs(mapping_.blocking, load.tile.block, load.tile.piece)
            .pack(*tile, mapping_.formats.arithmetic.activations, packed);
        std::copy(packed.begin(), packed.end(),
                  dram.begin() + static_cast<std::ptrdiff_t>(known->second));
      }
    }
    stored.push_back({known->second, load.bytes});
  }
  return stored;
}

void InputImage::arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) {
  if (!values_) return;
  const core::WorkScope scope{core::Work::compression};
  const InputTileId& id = schedule_.input_loads[load].tile;
  const Blocking& blocking = mapping_.blocking;
  auto tile = std::make_shared<Vectors>(1, blocking.pieces[id.piece].chunks,
                                        blocking.positions_of(id.block, id.piece), blocking.vector);
  stored_inputs(blocking, id.block, id.piece)
      .unpack(bytes, mapping_.formats.arithmetic.activations, *tile);
  tiles_[load] = std::move(tile);
}

std::shared_ptr<const Vectors> InputImage::tile(const Packet& packet) {
  if (!values_) return nullptr;
  const core::WorkScope scope{core::Work::modules};
  auto tile = packet.load == nothing ? gather(packet.inputs) : tiles_.at(packet.load);
  if (loses_ && std::any_of(tile->codes.begin(), tile->codes.end(), is_nonzero)) {
    loses_ = false;
    ++lost_;
    std::fill(tile->codes.begin(), tile->codes.end(), std::int16_t{0});
  }
  return tile;
}

}  // namespace gossamer::arch::pe_array
