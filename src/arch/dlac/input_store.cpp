// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/input_store.hpp"

#include <algorithm>

#include "arch/dlac/operand_words.hpp"
#include "core/work_share.hpp"
#include "numerics/floating_point.hpp"
#include "numerics/lowbit/accumulate.hpp"

namespace gossamer::arch::dlac {

using numerics::bits_float;
using numerics::float_bits;

InputStore::InputStore(const Mapping& mapping, const std::vector<std::uint32_t>& activations,
                       const InputScales& scales, bool values)
    : mapping_{mapping}, activations_{activations}, scales_{scales}, values_{values} {
  if (mapping.inputs_from_dram) return;
  const core::WorkScope scope{core::Work::compression};
  for (std::uint32_t b = 0; b < mapping.bands.size(); ++b) {
    tiles_[b] = make_tile(mapping.bands[b], words_of(mapping.bands[b]));
  }
}

std::vector<std::uint32_t> InputStore::words_of(const Band& band) const {
  const ConvShape& shape = mapping_.shape;
  std::vector<std::uint32_t> words(band.positions() * shape.channels);
  for (std::size_t c = 0; c < shape.channels; ++c) {
    const std::size_t plane = (band.image * shape.channels + c) * shape.height;
    std::size_t to = c;
    for (std::size_t y = 0; y < band.height; ++y) {
      const std::uint32_t* from = activations_.data() + (plane + band.y + y) * shape.width + band.x;
      for (std::size_t x = 0; x < band.width; ++x, to += shape.channels) words[to] = from[x];
    }
  }
  return words;
}

std::vector<memory::TileLoader::Stored> InputStore::store(std::uint32_t align,
                                                          std::vector<std::uint8_t>& dram) const {
  const core::WorkScope scope{core::Work::compression};
  std::vector<memory::TileLoader::Stored> stored;
  const Format& format = mapping_.format.format;
  for (const Band& band : mapping_.bands) {
    dram.resize((dram.size() + align - 1) / align * align);
    const std::uint64_t address = dram.size();
    std::vector<std::uint32_t> words = words_of(band);
    for (std::uint32_t& word : words) word = stored_activation(word, format);
    append_packed(words, format.activation_bits, dram);
    stored.push_back({address, dram.size() - address});
  }
  return stored;
}

void InputStore::arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) {
  const core::WorkScope scope{core::Work::compression};
  const Band& band = mapping_.bands[load];
  const Format& format = mapping_.format.format;
  std::vector<std::uint32_t> words(band.positions() * mapping_.shape.channels);
  read_packed(bytes.data(), format.activation_bits, words);
  for (std::uint32_t& word : words) word = loaded_activation(word, format);
  tiles_[load] = make_tile(band, words);
}

InputTile InputStore::make_tile(const Band& band, const std::vector<std::uint32_t>& words) const {
  InputTile tile;
  const std::size_t entries = band.positions() * mapping_.shape.groups;
  const std::size_t channels = mapping_.channels();
  const std::size_t chunks = mapping_.chunks();
  const std::uint32_t window = mapping_.grid.window;
  // Only a sign is no value: -0 is a zero.
  const std::uint32_t magnitude = mapping_.format.format.is_integer() ? 0xFFFFFFFF : 0x7FFFFFFF;
  tile.masks.resize(entries * chunks);
  const std::uint32_t* word = words.data();
  for (std::size_t entry = 0; entry < entries; ++entry) {
    for (std::size_t c = 0; c < channels; ++c) {
      if ((*word++ & magnitude) == 0) continue;
      tile.masks[entry * chunks + c / window] |= std::uint32_t{1} << (c % window);
    }
  }
  if (values_) add_values(words, tile);
  return tile;
}

void InputStore::add_values(const std::vector<std::uint32_t>& words, InputTile& tile) const {
  const std::size_t channels = mapping_.channels();
  const Format& format = mapping_.format.format;
  const std::uint32_t magnitude = format.is_integer() ? 0xFFFFFFFF : 0x7FFFFFFF;
  tile.offsets.push_back(0);
  for (std::size_t at = 0; at < words.size(); at += channels) {
    for (std::size_t c = 0; c < channels; ++c) {
      if ((words[at + c] & magnitude) == 0) continue;
      tile.channels.push_back(static_cast<std::uint32_t>(c));
      tile.values.push_back(words[at + c]);
    }
    tile.offsets.push_back(static_cast<std::uint32_t>(tile.values.size()));
  }
  if (sum_kind(format) != SumKind::scaled) return;
  tile.negative_values = tile.values;
  numerics::lowbit::with_arithmetic(format, [&](auto arithmetic) {
    using Arithmetic = decltype(arithmetic);
    if constexpr (std::is_floating_point_v<typename Arithmetic::Value>) {
      const auto scale = [](std::uint32_t& word, float by) {
        word = float_bits(numerics::lowbit::prescaled<Arithmetic>(bits_float(word), by));
      };
      for (std::uint32_t& word : tile.values) scale(word, scales_.positive);
      for (std::uint32_t& word : tile.negative_values) scale(word, scales_.negative);
    }
  });
}

bool InputStore::lose() {
  if (mapping_.inputs_from_dram || !values_) return false;
  for (auto& [load, tile] : tiles_) {
    if (tile.values.empty()) continue;
    tile.values.front() = 0;
    if (!tile.negative_values.empty()) tile.negative_values.front() = 0;
    return true;
  }
  return false;
}

}  // namespace gossamer::arch::dlac
