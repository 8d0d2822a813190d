// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/output_store.hpp"

#include <algorithm>

namespace gossamer::arch::planar {

std::uint32_t OutputStore::append(std::uint32_t step, std::uint32_t filter, const Rect& outputs,
                                  const std::int16_t* values) {
  const std::size_t first = elements_.size();
  format_.append(values, outputs.area(), elements_);
  const auto count = static_cast<std::uint32_t>(elements_.size() - first);
  blocks_.push_back({step, filter, outputs, first, count});
  return count;
}

void place_block(const OutputStore::Block& block, const BlockView& elements,
                 const workload::Conv2d& conv, std::vector<std::int16_t>& image) {
  const std::size_t width = conv.out_width();
  const std::size_t plane = width * conv.out_height();
  const Rect& outputs = block.outputs;
  const auto dense = tensor::run_length_decode(elements.elements, elements.count, outputs.area());
  auto from = dense.begin();
  for (std::int32_t y = outputs.y0; y < outputs.y1; ++y, from += outputs.width()) {
    std::copy_n(from, outputs.width(),
                image.begin() + static_cast<std::ptrdiff_t>(block.filter * plane +
                                                            static_cast<std::size_t>(y) * width +
                                                            static_cast<std::size_t>(outputs.x0)));
  }
}

}  // namespace gossamer::arch::planar
