// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/sum_exchange.hpp"

namespace gossamer::arch::scnn {

void SumExchange::read_sums(std::uint32_t step) {
  step_ = step;
  footprint_sums_ =
      accumulators_.read(step, group().filters, tiling().input(pe_), tiling().footprint_size());
}

std::vector<std::uint32_t> SumExchange::gather(std::uint32_t filter, std::uint32_t filters,
                                               const Rect& outputs) const {
  const Rect footprint = tiling().footprint(pe_);
  std::vector<std::uint32_t> sums;
  sums.reserve(filters * outputs.area());
  const auto first = static_cast<std::int32_t>(filter);
  for (std::int32_t k = first; k < first + static_cast<std::int32_t>(filters); ++k) {
    for (std::int32_t y = outputs.y0; y < outputs.y1; ++y) {
      const auto row = footprint_sums_.begin() +
                       std::int64_t{k * footprint.height() + y - footprint.y0} * footprint.width();
      sums.insert(sums.end(), row + (outputs.x0 - footprint.x0), row + (outputs.x1 - footprint.x0));
    }
  }
  return sums;
}

void SumExchange::add_own(std::uint32_t own_filter, std::uint32_t filters, const Rect& outputs,
                          const std::vector<std::uint32_t>& sums) {
  const Rect own = tiling().output(pe_);
  auto from = sums.begin();
  for (std::uint32_t k = own_filter; k < own_filter + filters; ++k) {
    for (std::int32_t y = outputs.y0; y < outputs.y1; ++y) {
      const std::size_t row = k * own.area() + static_cast<std::size_t>((y - own.y0) * own.width() +
                                                                        outputs.x0 - own.x0);
      for (std::size_t x = 0; x < static_cast<std::size_t>(outputs.width()); ++x) {
        own_sums_[row + x] += *from++;
      }
    }
  }
}

}  // namespace gossamer::arch::scnn
