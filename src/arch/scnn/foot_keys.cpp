// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/foot_keys.hpp"

#include <algorithm>

namespace gossamer::arch::scnn {

// Input i meets shifted tap t at output i - t, which must be in [first_output, output_end).
std::vector<FootKeys::Part> FootKeys::parts(const Axis& axis, const Axis::Run& inputs,
                                            std::int32_t origin, std::int32_t first_output,
                                            std::int32_t output_end) {
  std::vector<Part> parts;
  const auto last_tap = static_cast<std::int32_t>(axis.last_shifted_tap());
  for (std::int32_t n = 0; n < inputs.count; ++n) {
    const std::int32_t input = inputs.shifted + n;
    parts.push_back({static_cast<std::uint32_t>(input - origin - last_tap),
                     std::max(0, input - output_end + 1),
                     std::min(last_tap, input - first_output)});
  }
  return parts;
}

std::uint32_t FootKeys::number(const Part& row, const Part& col) {
  const std::uint32_t offset = row.offset * footprint_width_ + col.offset;
  const auto [place, is_new] =
      numbers_.try_emplace({offset, row.first, row.last, col.first, col.last}, size());
  if (is_new) {
    FootKey& key = keys_.emplace_back(FootKey{offset, std::vector<std::uint8_t>(phases_.taps())});
    const auto within = [](const Part& part, std::uint32_t tap) {
      return static_cast<std::int32_t>(tap) >= part.first &&
             static_cast<std::int32_t>(tap) <= part.last;
    };
    for (std::uint32_t p = 0; p < phases_.size(); ++p) {
      for (const Tap& tap : phases_[p].taps) {
        key.inside[tap.index] = within(row, tap.row) && within(col, tap.col) ? 1 : 0;
      }
    }
  }
  return place->second;
}

std::vector<std::uint32_t> FootKeys::numbers(const Tiling& tiling, std::uint32_t pe,
                                             const Phase& phase) {
  const Rect tile = tiling.input(pe);
  const Rect origin = tiling.footprint(pe);
  const Rect& outputs = tiling.outputs();
  const auto rows =
      parts(phases_.vertical(), phases_.vertical().inputs(phase.row, tile.y0, tile.y1), origin.y0,
            outputs.y0, outputs.y1);
  const auto cols =
      parts(phases_.horizontal(), phases_.horizontal().inputs(phase.col, tile.x0, tile.x1),
            origin.x0, outputs.x0, outputs.x1);
  std::vector<std::uint32_t> numbers;
  numbers.reserve(rows.size() * cols.size());
  for (const Part& row : rows) {
    for (const Part& col : cols) numbers.push_back(number(row, col));
  }
  return numbers;
}

}  // namespace gossamer::arch::scnn
