// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/activation_store.hpp"

#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/scatter_kernels.hpp"

namespace gossamer::arch::scnn {

ActivationStore::ActivationStore(const Params& params, const workload::Conv2d& conv,
                                 const Rect& tile, const std::int16_t* image, FootKeys& keys)
    : lanes_{params.pe.i} {
  const std::size_t plane = std::size_t{conv.height} * conv.width;
  std::vector<std::int16_t> dense;
  begin_.push_back(0);
  for (std::uint32_t c = 0; c < conv.channels; ++c) {
    dense.clear();
    for (std::int32_t y = tile.y0; y < tile.y1; ++y) {
      const std::int16_t* row = image + c * plane + static_cast<std::size_t>(y) * conv.width;
      dense.insert(dense.end(), row + tile.x0, row + tile.x1);
    }
    const std::size_t first = elements_.size();
    tensor::run_length_append(dense.data(), dense.size(), params.max_run(), elements_);
    decode(tile, first, keys);
    keep_tile(begin_[c], Accumulators::stride_of(tile));
  }
}

// A vector of positions costs about as much as five single values.
void ActivationStore::keep_tile(std::uint32_t first_vector, std::uint32_t stride) {
  std::uint32_t elements = 0;
  std::uint32_t nonzeros = 0;
  for (std::uint32_t v = first_vector; v < begin_.back(); ++v) {
    elements += count_[v];
    nonzeros += nonzeros_[v];
  }
  channel_elements_.push_back(elements);
  channel_nonzeros_.push_back(nonzeros);
  if (stride % tile_vector != 0 || nonzeros * tile_vector < stride * 5) {
    tile_of_channel_.push_back(no_tile);
    return;
  }
  tile_of_channel_.push_back(tiles_.size());
  tiles_.resize(tiles_.size() + stride);
  std::int32_t* tile = tiles_.data() + tile_of_channel_.back();
  for (std::uint32_t v = first_vector; v < begin_.back(); ++v) {
    const ActivationVector held = vector(v);
    for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
      tile[held.positions[lane]] = held.values[lane];
    }
  }
}

void ActivationStore::decode(const Rect& tile, std::size_t first_element, FootKeys& keys) {
  std::int32_t position = 0;  // in the flattened tile
  for (std::size_t e = first_element; e < elements_.size(); ++e) {
    if ((e - first_element) % lanes_ == 0) {
      values_.resize(values_.size() + lanes_);
      keys_.resize(keys_.size() + lanes_);
      positions_.resize(positions_.size() + lanes_);
      count_.push_back(0);
      nonzeros_.push_back(0);
    }
    position += elements_[e].run;
    const std::size_t lane = values_.size() - lanes_ + count_.back();
    values_[lane] = elements_[e].value;
    keys_[lane] = keys.number(tile.y0 + position / tile.width(), tile.x0 + position % tile.width(),
                              tile.y0, tile.x0);
    positions_[lane] = static_cast<std::uint32_t>(position);
    ++count_.back();
    nonzeros_.back() =
        static_cast<std::uint8_t>(nonzeros_.back() + (elements_[e].value != 0 ? 1 : 0));
    ++position;
  }
  begin_.push_back(static_cast<std::uint32_t>(count_.size()));
}

}  // namespace gossamer::arch::scnn
