// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/activation_store.hpp"

namespace gossamer::arch::scnn {

ActivationStore::ActivationStore(const Params& params, Keys keys, std::uint32_t stride)
    : lanes_{params.pe.i}, position_keys_{std::move(keys)}, stride_{stride} {}

void ActivationStore::append(const BlockView& block) {
  const auto& keys = position_keys_[slices() % position_keys_.size()];
  Slice slice{activations_.size(), block.count, 0, no_tile};
  std::uint32_t position = 0;  // in the flattened tile
  for (std::uint32_t e = 0; e < block.count; ++e, ++position) {
    position += block.elements[e].run;
    const std::int16_t value = block.elements[e].value;
    activations_.push_back({value, static_cast<std::uint16_t>(position)});
    keys_.push_back(keys[position]);
    slice.nonzeros += value != 0 ? 1 : 0;
  }
  keep_tile(slice);
  slices_.push_back(slice);
}

// Eight positions at once cost about as much as one single value.
void ActivationStore::keep_tile(Slice& slice) {
  if (slice.nonzeros * 8 < stride_) return;
  slice.tile = tiles_.size();
  tiles_.resize(tiles_.size() + stride_);
  std::int16_t* tile = tiles_.data() + slice.tile;
  for (std::size_t a = slice.first; a < activations_.size(); ++a) {
    tile[activations_[a].position] = activations_[a].value;
  }
}

}  // namespace gossamer::arch::scnn
