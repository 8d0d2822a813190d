// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/time_tiles.hpp"

#include <algorithm>

#include "arch/planar/activation_format.hpp"
#include "arch/planar/output_room.hpp"
#include "core/ceil_div.hpp"

namespace gossamer::arch::planar {

using core::ceil_div;

namespace {

/// An extent cut into `parts` parts of equal size really has as many.
bool cuts_into(std::uint32_t extent, std::uint32_t parts) {
  return ceil_div(extent, ceil_div(extent, parts)) == parts;
}

/// Inputs of the PE that has most, added up over the time tiles.
std::uint64_t busiest_inputs(const workload::Conv2d& conv, const Grid& grid,
                             const Division& division) {
  std::uint64_t inputs = 0;
  for (const Tiling& tiling : time_tiles(conv, grid, division)) inputs += tiling.most_inputs();
  return inputs;
}

/// A tile in the middle, which none of the others exceeds by more than its borders: rejects most
/// divisions at once.
bool middle_fits(const workload::Conv2d& conv, const Grid& grid, const Cut& cut,
                 const Division& division) {
  const Tiling tiling{
      conv, grid,
      TimeTile::part(conv, division.rows / 2, division.rows, division.cols / 2, division.cols)};
  return cut.kc * tiling.footprint_size().area() <= cut.room.sums;
}

}  // namespace

std::vector<Tiling> time_tiles(const workload::Conv2d& conv, const Grid& grid,
                               const Division& division) {
  std::vector<Tiling> tiles;
  FootprintSize largest;
  for (std::uint32_t row = 0; row < division.rows; ++row) {
    for (std::uint32_t col = 0; col < division.cols; ++col) {
      tiles.emplace_back(conv, grid, TimeTile::part(conv, row, division.rows, col, division.cols));
      largest.height = std::max(largest.height, tiles.back().footprint_size().height);
      largest.width = std::max(largest.width, tiles.back().footprint_size().width);
    }
  }
  for (Tiling& tiling : tiles) tiling.enlarge_footprint(largest);
  return tiles;
}

bool sums_fit(const Tiling& tiling, std::uint32_t kc, const Room& room) {
  if (kc * tiling.sums_per_channel() > room.sums) return false;
  const std::uint64_t outputs = tiling.output(0).area();
  return owned_filters(tiling.grid(), kc) * outputs <= room.outputs &&
         outputs <= most_block_elements;
}

std::optional<Division> fewest_time_tiles(const workload::Conv2d& conv, const Grid& grid,
                                          const Cut& cut) {
  const bool planar = grid.mapping != Mapping::channel;
  const std::uint32_t height = conv.out_height();
  const std::uint32_t width = conv.out_width();
  const std::uint32_t most_rows = planar ? ceil_div(height, grid.rows) : height;
  const std::uint32_t most_cols = planar ? ceil_div(width, grid.cols) : width;
  if (!middle_fits(conv, grid, cut, {most_rows, most_cols})) return std::nullopt;
  const std::uint64_t sums = cut.room.sums * grid.pes();
  const auto least =
      std::max<std::uint64_t>({1, cut.fewest, std::uint64_t{cut.kc} * height * width / sums});
  // Halos make it some times as many as the sums fill; what needs more is not worth a search.
  const auto most =
      std::min<std::uint64_t>({std::uint64_t{most_rows} * most_cols, 64 * least + 256, cut.most});
  for (auto tiles = static_cast<std::uint32_t>(std::min(least, most + 1)); tiles <= most; ++tiles) {
    std::optional<Division> best;
    std::uint64_t best_inputs = 0;
    for (std::uint32_t rows = 1; rows <= std::min(tiles, most_rows); ++rows) {
      const Division division{rows, tiles / rows};
      if (division.tiles() != tiles || division.cols > most_cols) continue;
      if (!cuts_into(height, rows) || !cuts_into(width, division.cols)) continue;
      if (!middle_fits(conv, grid, cut, division)) continue;
      const std::uint64_t inputs = busiest_inputs(conv, grid, division);
      if (best && inputs >= best_inputs) continue;
      if (!cut.accepts(division)) continue;
      best = division;
      best_inputs = inputs;
    }
    if (best) return best;
  }
  return std::nullopt;
}

}  // namespace gossamer::arch::planar
