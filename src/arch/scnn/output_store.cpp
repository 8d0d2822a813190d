// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/output_store.hpp"

#include <algorithm>

namespace gossamer::arch::scnn {

OutputStore::OutputStore(const Params& params, const Rect& outputs)
    : outputs_{outputs}, max_run_{params.max_run()} {}

std::uint32_t OutputStore::append(const std::int16_t* tile) {
  tensor::run_length_append(tile, outputs_.area(), max_run_, elements_);
  const auto added = static_cast<std::uint32_t>(elements_.size() - begin_.back());
  begin_.push_back(elements_.size());
  return added;
}

void OutputStore::read_back(const workload::Conv2d& conv, std::int16_t* image) const {
  const std::size_t width = conv.out_width();
  const std::size_t plane = width * conv.out_height();
  const auto tile_width = static_cast<std::size_t>(outputs_.width());
  for (std::size_t k = 0; k + 1 < begin_.size(); ++k) {
    const auto tile = tensor::run_length_decode(elements_.data() + begin_[k],
                                                begin_[k + 1] - begin_[k], outputs_.area());
    for (std::int32_t y = outputs_.y0; y < outputs_.y1; ++y) {
      const auto from = tile.begin() + (y - outputs_.y0) * outputs_.width();
      std::copy_n(from, tile_width,
                  image + k * plane + static_cast<std::size_t>(y) * width +
                      static_cast<std::size_t>(outputs_.x0));
    }
  }
}

}  // namespace gossamer::arch::scnn
