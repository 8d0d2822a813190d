// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/activation_store.hpp"

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
  }
}

void ActivationStore::decode(const Rect& tile, std::size_t first_element, FootKeys& keys) {
  std::int32_t position = 0;  // in the flattened tile
  for (std::size_t e = first_element; e < elements_.size(); ++e) {
    if ((e - first_element) % lanes_ == 0) {
      values_.resize(values_.size() + lanes_);
      keys_.resize(keys_.size() + lanes_);
      offsets_.resize(offsets_.size() + lanes_);
      count_.push_back(0);
      nonzeros_.push_back(0);
    }
    position += elements_[e].run;
    const std::size_t lane = values_.size() - lanes_ + count_.back();
    values_[lane] = elements_[e].value;
    const std::uint32_t key = keys.number(tile.y0 + position / tile.width(),
                                          tile.x0 + position % tile.width(), tile.y0, tile.x0);
    keys_[lane] = key;
    offsets_[lane] = keys.key(key).offset;
    ++count_.back();
    nonzeros_.back() =
        static_cast<std::uint8_t>(nonzeros_.back() + (elements_[e].value != 0 ? 1 : 0));
    ++position;
  }
  begin_.push_back(static_cast<std::uint32_t>(count_.size()));
}

}  // namespace gossamer::arch::scnn
