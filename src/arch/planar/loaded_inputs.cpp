// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/loaded_inputs.hpp"

namespace gossamer::arch::planar {

void LoadedInputs::listen() {
  if (loads()) reader_ = channel_.add_looking_ahead();
}

std::optional<core::Edge> LoadedInputs::there_from(std::uint32_t step, std::uint32_t slice) const {
  if (!loads()) return core::Edge{};
  const std::uint32_t unit = units_->unit(step, slice);
  if (unit >= channel_.pushed()) return std::nullopt;
  return channel_.visible_from(unit);
}

std::uint32_t LoadedInputs::slices_there(std::uint32_t step, std::uint32_t first_slice,
                                         core::Edge at) {
  while (seen_ < channel_.pushed() && channel_.visible_from(seen_) <= at) ++seen_;
  const std::uint32_t first = units_->unit(step, first_slice);
  return seen_ <= first ? 0 : first_slice + seen_ - first;
}

void LoadedInputs::release(std::uint32_t step, std::uint32_t first_slice, std::uint32_t end_slice,
                           core::Edge at) {
  if (!gives_up(step) || end_slice == first_slice) return;
  const std::uint32_t end = units_->unit(step, end_slice - 1) + 1;
  for (; next_release_ < end; ++next_release_) channel_.release(reader_, next_release_, at);
}

}  // namespace gossamer::arch::planar
