// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/activation_store.hpp"

#include "arch/scnn/foot_keys.hpp"

namespace gossamer::arch::scnn {

ActivationStore::ActivationStore(const Params& params, Keys keys, std::uint32_t stride)
    : lanes_{params.pe.i},
      skips_zeros_{params.skips_activations()},
      position_keys_{std::move(keys)},
      stride_{stride} {}

void ActivationStore::append(const BlockView& block) {
  const auto& keys = position_keys_[slices() % position_keys_.size()];
  ActivationSlice slice{static_cast<std::uint32_t>(activations_.size()),
                        static_cast<std::uint16_t>(block.count), 0, no_dense_tile};
  std::uint32_t position = 0;  // in the flattened tile
  for (std::uint32_t e = 0; e < block.count; ++e, ++position) {
    position += block.elements[e].run;
    const std::int16_t value = block.elements[e].value;
    const bool multiplied = value != 0 || !skips_zeros_;
    activations_.push_back({value, static_cast<std::uint16_t>(position),
                            multiplied ? keys[position] : FootKeys::nothing});
    if (value != 0) ++slice.nonzeros;
  }
  if (block.count > 0) keep_tile(slice);
  fill_up_vector();
  slices_.push_back(slice);
}

// Eight positions at once cost about as much as two single values, four as one.
void ActivationStore::keep_tile(ActivationSlice& slice) {
  if (stride_ > 4 && (slice.nonzeros < 2 || slice.nonzeros * 6U < stride_)) return;
  slice.tile = static_cast<std::uint32_t>(tiles_.size() / stride_);
  tiles_.resize(tiles_.size() + stride_);
  std::int16_t* tile = tiles_.data() + tiles_.size() - stride_;
  for (std::size_t a = slice.first; a < activations_.size(); ++a) {
    tile[activations_[a].position] = activations_[a].value;
  }
}

void ActivationStore::fill_up_vector() {
  while (activations_.size() % lanes_ != 0) activations_.push_back({0, 0, FootKeys::nothing});
}

}  // namespace gossamer::arch::scnn
