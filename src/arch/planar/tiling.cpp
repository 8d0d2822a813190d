// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/tiling.hpp"

#include <tuple>

namespace gossamer::arch::planar {

namespace {

std::uint32_t parts_of(std::int32_t extent, std::uint32_t parts) {
  return (static_cast<std::uint32_t>(extent) + parts - 1) / parts;
}

/// Part `index` of [begin, end) cut into parts of `size`.
std::pair<std::int32_t, std::int32_t> part_of(std::uint32_t index, std::uint32_t size,
                                              std::int32_t begin, std::int32_t end) {
  const auto bound = [&](std::uint32_t number) {
    return static_cast<std::int32_t>(
        std::min<std::int64_t>(begin + std::int64_t{number} * size, end));
  };
  return {bound(index), bound(index + 1)};
}

Rect part_of(std::uint32_t row, std::uint32_t col, std::uint32_t height, std::uint32_t width,
             const Rect& of) {
  const auto [y0, y1] = part_of(row, height, of.y0, of.y1);
  const auto [x0, x1] = part_of(col, width, of.x0, of.x1);
  return {y0, y1, x0, x1};
}

/// Shifted coordinates that a tile of a part of the inputs spans, of the part that spans most.
std::uint32_t longest_span(const Axis& axis, std::uint32_t parts, std::uint32_t size,
                           std::int32_t begin, std::int32_t end) {
  std::int32_t longest = 0;
  for (std::uint32_t part = 0; part < parts; ++part) {
    const auto [first, last] = part_of(part, size, begin, end);
    if (first >= last) break;
    longest = std::max(longest, axis.shifted_input(last - 1) - axis.shifted_input(first) + 1);
  }
  return static_cast<std::uint32_t>(longest);
}

/// Outputs [first, last) and the inputs they need, cut at the plane.
std::pair<std::int32_t, std::int32_t> needed_inputs(const Axis& axis, std::int32_t first,
                                                    std::int32_t last, std::uint32_t extent) {
  if (first >= last) return {0, 0};
  return {std::max(0, axis.first_input(first)),
          std::min(static_cast<std::int32_t>(extent), axis.input_end(last))};
}

Rect whole_output(const workload::Conv2d& conv) {
  return {0, static_cast<std::int32_t>(conv.out_height()), 0,
          static_cast<std::int32_t>(conv.out_width())};
}

}  // namespace

TimeTile TimeTile::whole(const workload::Conv2d& conv) {
  return part(conv, 0, 1, 0, 1);
}

TimeTile TimeTile::part(const workload::Conv2d& conv, std::uint32_t row, std::uint32_t rows,
                        std::uint32_t col, std::uint32_t cols) {
  TimeTile tile;
  tile.outputs =
      part_of(row, col, parts_of(static_cast<std::int32_t>(conv.out_height()), rows),
              parts_of(static_cast<std::int32_t>(conv.out_width()), cols), whole_output(conv));
  const Rect& out = tile.outputs;
  std::tie(tile.inputs.y0, tile.inputs.y1) =
      needed_inputs(vertical_axis(conv), out.y0, out.y1, conv.height);
  std::tie(tile.inputs.x0, tile.inputs.x1) =
      needed_inputs(horizontal_axis(conv), out.x0, out.x1, conv.width);
  return tile;
}

Tiling::Tiling(const workload::Conv2d& conv, const Grid& grid, const TimeTile& tile)
    : vertical_{vertical_axis(conv)}, horizontal_{horizontal_axis(conv)}, grid_{grid}, tile_{tile} {
  const bool planar = grid.mapping != Mapping::channel;
  const std::uint32_t row_parts = planar ? grid.rows : 1;
  const std::uint32_t col_parts = planar ? grid.cols : 1;
  tile_h_ = parts_of(tile.inputs.height(), row_parts);
  tile_w_ = parts_of(tile.inputs.width(), col_parts);
  out_tile_h_ = parts_of(tile.outputs.height(), row_parts);
  out_tile_w_ = parts_of(tile.outputs.width(), col_parts);
  if (has_input_halos()) {
    footprint_ = {out_tile_h_, out_tile_w_};
    return;
  }
  footprint_ = {longest_span(vertical_, row_parts, tile_h_, tile.inputs.y0, tile.inputs.y1) +
                    vertical_.last_shifted_tap(),
                longest_span(horizontal_, col_parts, tile_w_, tile.inputs.x0, tile.inputs.x1) +
                    horizontal_.last_shifted_tap()};
}

// An output's inputs, in the middle of its window, so that neighbours need as many from either
// side. Beyond the tile's outputs there are no more.
std::int32_t Tiling::Side::first(std::uint32_t part) const {
  if (part == 0) return first_input;
  const std::int64_t output = first_output + std::int64_t{part} * outputs_of_part;
  if (part == parts || output >= output_end) return input_end;
  const std::int32_t window = axis.input_end(1) - axis.first_input(0);
  const std::int32_t lead = std::max(0, window - static_cast<std::int32_t>(axis.stride)) / 2;
  return std::clamp(axis.first_input(static_cast<std::int32_t>(output)) + lead, first_input,
                    input_end);
}

std::uint32_t Tiling::Side::part_of(std::int32_t input) const {
  std::uint32_t part = 0;
  while (part + 1 < parts && first(part + 1) <= input) ++part;
  return part;
}

std::int32_t Tiling::Side::longest() const {
  std::int32_t longest = 0;
  for (std::uint32_t part = 0; part < parts; ++part) {
    longest = std::max(longest, first(part + 1) - first(part));
  }
  return longest;
}

Tiling::Side Tiling::vertical_side() const {
  return {vertical_,        grid_.rows,      out_tile_h_,    tile_.outputs.y0,
          tile_.outputs.y1, tile_.inputs.y0, tile_.inputs.y1};
}

Tiling::Side Tiling::horizontal_side() const {
  return {horizontal_,      grid_.cols,      out_tile_w_,    tile_.outputs.x0,
          tile_.outputs.x1, tile_.inputs.x0, tile_.inputs.x1};
}

std::uint32_t Tiling::home_row(std::int32_t y) const {
  return vertical_side().part_of(y);
}

std::uint32_t Tiling::home_col(std::int32_t x) const {
  return horizontal_side().part_of(x);
}

Rect Tiling::input(std::uint32_t pe) const {
  if (grid_.mapping == Mapping::channel) return tile_.inputs;
  const std::uint32_t row = pe / grid_.cols;
  const std::uint32_t col = pe % grid_.cols;
  if (!has_input_halos()) return part_of(row, col, tile_h_, tile_w_, tile_.inputs);
  const Side rows = vertical_side();
  const Side cols = horizontal_side();
  return {rows.first(row), rows.first(row + 1), cols.first(col), cols.first(col + 1)};
}

Rect Tiling::needed(std::uint32_t pe) const {
  const Rect own = output(pe);
  if (own.empty()) return {};
  const Rect windows{vertical_.first_input(own.y0), vertical_.input_end(own.y1),
                     horizontal_.first_input(own.x0), horizontal_.input_end(own.x1)};
  return intersect(windows, tile_.inputs);
}

Rect Tiling::output(std::uint32_t pe) const {
  if (grid_.mapping == Mapping::channel) return tile_.outputs;
  return part_of(pe / grid_.cols, pe % grid_.cols, out_tile_h_, out_tile_w_, tile_.outputs);
}

std::uint64_t Tiling::most_inputs() const {
  if (!has_input_halos()) return input(0).area();
  return static_cast<std::uint64_t>(vertical_side().longest()) *
         static_cast<std::uint64_t>(horizontal_side().longest());
}

// The first input of a PE meets the last tap at the first output of the footprint.
Rect Tiling::footprint(std::uint32_t pe) const {
  if (has_input_halos()) {
    const auto y = tile_.outputs.y0 + static_cast<std::int32_t>(pe / grid_.cols * out_tile_h_);
    const auto x = tile_.outputs.x0 + static_cast<std::int32_t>(pe % grid_.cols * out_tile_w_);
    return {y, y + static_cast<std::int32_t>(footprint_.height), x,
            x + static_cast<std::int32_t>(footprint_.width)};
  }
  const bool planar = grid_.mapping != Mapping::channel;
  const auto first = [](const Axis& axis, std::int32_t begin, std::uint32_t offset) {
    const auto input = begin + static_cast<std::int32_t>(offset);
    return axis.shifted_input(input) - static_cast<std::int32_t>(axis.last_shifted_tap());
  };
  const auto y0 = first(vertical_, tile_.inputs.y0, planar ? pe / grid_.cols * tile_h_ : 0);
  const auto x0 = first(horizontal_, tile_.inputs.x0, planar ? pe % grid_.cols * tile_w_ : 0);
  return {y0, y0 + static_cast<std::int32_t>(footprint_.height), x0,
          x0 + static_cast<std::int32_t>(footprint_.width)};
}

Rect Tiling::reach(std::uint32_t pe) const {
  if (has_input_halos()) return needed(pe).empty() ? Rect{} : output(pe);
  const Rect in = input(pe);
  if (in.empty()) return {};
  const Rect origin = footprint(pe);
  return {origin.y0, vertical_.shifted_input(in.y1 - 1) + 1, origin.x0,
          horizontal_.shifted_input(in.x1 - 1) + 1};
}

void Tiling::enlarge_footprint(const FootprintSize& size) {
  footprint_.height = std::max(footprint_.height, size.height);
  footprint_.width = std::max(footprint_.width, size.width);
}

std::uint64_t Tiling::sums_per_channel() const {
  std::uint64_t beyond = 0;
  for (std::uint32_t pe = 0; pe < pes(); ++pe) {
    const Rect own = output(pe);
    beyond = std::max(beyond, own.area() - intersect(own, footprint(pe)).area());
  }
  return footprint_.area() + beyond;
}

}  // namespace gossamer::arch::planar
