// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/output_store.hpp"

#include <algorithm>

#include "arch/dlac/operand_words.hpp"
#include "arch/dlac/steps.hpp"

namespace gossamer::arch::dlac {

OutputStore::OutputStore(const Mapping& mapping, std::uint32_t align) : mapping_{mapping} {
  for (Steps steps{mapping}; !steps.done(); steps.next()) {
    if (!steps.ends_sums()) continue;
    const Step& step = steps.current();
    const Band& band = mapping.bands[step.band];
    Tile tile{bytes_,
              0,
              step.block,
              band.image,
              band.first_pixel + step.tile * mapping.grid.rows,
              mapping.tile_pixels(band, step.tile)};
    const std::uint64_t bits = std::uint64_t{tile.pixels} * mapping.blocks[tile.block].count *
                               mapping.format.output_bits();
    tile.bytes = (bits + 7) / 8;
    bytes_ += (tile.bytes + align - 1) / align * align;
    tiles_.push_back(tile);
  }
  if (!mapping.outputs_to_dram) kept_.resize(bytes_);
}

std::vector<std::uint8_t> OutputStore::pack(const std::vector<std::uint32_t>& outputs) const {
  std::vector<std::uint8_t> bytes;
  append_packed(outputs, mapping_.format.output_bits(), bytes);
  return bytes;
}

void OutputStore::keep(std::uint32_t tile, const std::vector<std::uint8_t>& bytes) {
  std::copy(bytes.begin(), bytes.end(),
            kept_.begin() + static_cast<std::ptrdiff_t>(tiles_[tile].address));
}

std::vector<std::uint32_t> OutputStore::read(const std::vector<std::uint8_t>* dram,
                                             std::uint64_t base) const {
  const ConvShape& shape = mapping_.shape;
  const std::uint64_t plane = shape.out_height * shape.out_width;
  std::vector<std::uint32_t> outputs(shape.outputs());
  std::vector<std::uint32_t> words;
  for (const Tile& tile : tiles_) {
    const FilterBlock& block = mapping_.blocks[tile.block];
    words.resize(std::size_t{tile.pixels} * block.count);
    read_packed((dram != nullptr ? dram->data() + base : kept_.data()) + tile.address,
                mapping_.format.output_bits(), words);
    const std::uint32_t* word = words.data();
    for (std::uint32_t p = 0; p < tile.pixels; ++p) {
      for (std::uint32_t f = 0; f < block.count; ++f) {
        const std::uint64_t channel = tile.image * shape.filters + block.first + f;
        outputs[channel * plane + tile.first_pixel + p] = *word++;
      }
    }
  }
  return outputs;
}

}  // namespace gossamer::arch::dlac
