// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/activation_store.hpp"

namespace gossamer::arch::scnn {

ActivationStore::ActivationStore(const Params& params, Keys keys, std::uint32_t stride)
    : lanes_{params.pe.i}, position_keys_{std::move(keys)}, stride_{stride} {}

void ActivationStore::append(const BlockView& block) {
  const auto& keys = position_keys_[slices() % position_keys_.size()];
  ActivationSlice slice{static_cast<std::uint32_t>(activations_.size()),
              static_cast<std::uint16_t>(block.count), 0, no_dense_tile};
  std::uint32_t position = 0;  // in the flattened tile
  for (std::uint32_t e = 0; e < block.count; ++e, ++position) {
    position += block.elements[e].run;
    const std::int16_t value = block.elements[e].value;
    activations_.push_back({value, static_cast<std::uint16_t>(position), keys[position]});
    if (value != 0) ++slice.nonzeros;
  }
  keep_tile(slice);
  slices_.push_back(slice);
  empty_.push_back(block.count == 0 ? 1 : 0);
}

// Eight positions at once cost about as much as two single values.
void ActivationStore::keep_tile(ActivationSlice& slice) {
  if (slice.nonzeros < 2 || slice.nonzeros * 6U < stride_) return;
  slice.tile = static_cast<std::uint32_t>(tiles_.size() / stride_);
  tiles_.resize(tiles_.size() + stride_);
  std::int16_t* tile = tiles_.data() + tiles_.size() - stride_;
  for (std::size_t a = slice.first; a < activations_.size(); ++a) {
    tile[activations_[a].position] = activations_[a].value;
  }
}

}  // namespace gossamer::arch::scnn
