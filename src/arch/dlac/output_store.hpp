// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/dlac/mapping.hpp"
#include "arch/dlac/messages.hpp"

namespace gossamer::arch::dlac {

/// The outputs of a layer as memories hold them: tile by tile in the order of the steps, [pixel]
/// [channel], each tile from a byte of its own on. Refers to the mapping.
class OutputStore {
 public:
  /// `align`: tiles begin at multiples of so many bytes.
  OutputStore(const Mapping& mapping, std::uint32_t align);

  /// Packs the outputs of a tile.
  std::vector<std::uint8_t> pack(const std::vector<std::uint32_t>& outputs) const;

  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t address(std::uint32_t tile) const { return tiles_[tile].address; }
  std::uint64_t tile_bytes(std::uint32_t tile) const { return tiles_[tile].bytes; }

  /// Keeps a tile on chip.
  void keep(std::uint32_t tile, const std::vector<std::uint8_t>& bytes);

  /// All outputs, words of stored activations in the order [batch][filters][height][width], from
  /// what was kept, or from `dram` at `base` on.
  std::vector<std::uint32_t> read(const std::vector<std::uint8_t>* dram, std::uint64_t base) const;

 private:
  struct Tile {
    std::uint64_t address;
    std::uint64_t bytes;
    std::uint32_t block;
    std::uint32_t image;
    std::uint32_t first_pixel;
    std::uint32_t pixels;
  };

  const Mapping& mapping_;
  std::vector<Tile> tiles_;
  std::uint64_t bytes_ = 0;
  std::vector<std::uint8_t> kept_;
};

}  // namespace gossamer::arch::dlac
