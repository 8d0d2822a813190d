// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/activation_store.hpp"

#include <algorithm>

#include "arch/scnn/scatter_kernels.hpp"

namespace gossamer::arch::scnn {

ActivationStore::ActivationStore(const Params& params, Keys keys, std::uint32_t stride)
    : lanes_{params.pe.i},
      position_keys_{std::move(keys)},
      stride_{stride} {}

void ActivationStore::append(const BlockView& block) {
  const auto& keys = position_keys_[slices() % position_keys_.size()];
  const std::uint32_t first_vector = begin_.back();
  const std::uint32_t vectors = (block.count + lanes_ - 1) / lanes_;
  const std::size_t lanes = std::size_t{first_vector + vectors} * lanes_;
  values_.resize(lanes);
  keys_.resize(lanes);
  positions_.resize(lanes);
  std::uint32_t position = 0;  // in the flattened tile
  std::uint32_t nonzeros = 0;
  for (std::uint32_t v = 0; v < vectors; ++v) {
    const std::uint32_t first = v * lanes_;
    const std::uint32_t last = std::min(block.count, first + lanes_);
    std::uint32_t of_vector = 0;
    for (std::uint32_t e = first; e < last; ++e, ++position) {
      position += block.elements[e].run;
      const std::size_t lane = std::size_t{first_vector} * lanes_ + e;
      values_[lane] = block.elements[e].value;
      keys_[lane] = keys[position];
      positions_[lane] = position;
      of_vector += block.elements[e].value != 0 ? 1 : 0;
    }
    count_.push_back(static_cast<std::uint8_t>(last - first));
    nonzeros_.push_back(static_cast<std::uint8_t>(of_vector));
    nonzeros += of_vector;
  }
  begin_.push_back(first_vector + vectors);
  slice_elements_.push_back(block.count);
  slice_nonzeros_.push_back(nonzeros);
  keep_tile(first_vector);
}

// A vector of positions costs about as much as five single values.
void ActivationStore::keep_tile(std::uint32_t first_vector) {
  tile_of_slice_.push_back(no_tile);
  if (stride_ % tile_vector != 0 || slice_nonzeros_.back() * tile_vector < stride_ * 5) return;
  tile_of_slice_.back() = tiles_.size();
  tiles_.resize(tiles_.size() + stride_);
  std::int32_t* tile = tiles_.data() + tile_of_slice_.back();
  for (std::uint32_t v = first_vector; v < begin_.back(); ++v) {
    const ActivationVector held = vector(v);
    for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
      tile[held.positions[lane]] = held.values[lane];
    }
  }
}

}  // namespace gossamer::arch::scnn
