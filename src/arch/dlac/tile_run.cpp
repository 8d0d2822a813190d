// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/tile_run.hpp"

#include <algorithm>

#include "arch/dlac/operand_words.hpp"
#include "core/work_share.hpp"

namespace gossamer::arch::dlac {

namespace {

std::uint32_t ones(std::uint32_t count) {
  return count == 32 ? 0xFFFFFFFF : (std::uint32_t{1} << count) - 1;
}

}  // namespace

TileRun::TileRun(const Mapping& mapping, bool values, core::CpuLevel level)
    : mapping_{mapping},
      grid_{mapping.grid},
      values_{values},
      walk_{window_kernel(level)},
      count_pairs_{pair_kernel(level)},
      sum_{sum_kernel(level, sum_arithmetic(mapping.format.format),
                      sum_kind(mapping.format.format))} {
  const std::size_t grid = std::size_t{grid_.rows} * grid_.lanes();
  finish_.resize(grid);
  scratch_.resize(window_scratch(grid_.rows, grid_.lanes(), grid_.fifo_depth));
  entries_.resize(std::size_t{mapping.taps()} * grid_.rows);
  for (std::size_t half = 0; half < sums_.size(); ++half) {
    sums_[half].resize(grid);
    second_sums_[half].resize(mapping.format.sums() > 1 ? grid : 0);
  }
}

const TileCounts& TileRun::run(const Steps& steps, const WeightTile& weights,
                               const InputTile& inputs, std::uint32_t half) {
  const Step& step = steps.current();
  const FilterBlock& block = mapping_.blocks[step.block];
  const Band& band = mapping_.bands[step.band];
  const Tile tile{mapping_.tile_pixels(band, step.tile),
                  block.count,
                  mapping_.pieces[step.piece],
                  band,
                  block.group,
                  band.first_pixel + step.tile * grid_.rows};
  counts_ = {};
  locate(tile);
  gather_masks(tile, inputs);
  if (grid_.skip == Skip::dense) {
    run_dense(tile, step.piece, weights);
  } else {
    run_skipping(tile, weights);
  }
  counts_.window_visits = std::uint64_t{tile.piece.windows} * tile.rows * tile.cols;
  if (steps.begins_sums()) {
    std::fill(sums_[half].begin(), sums_[half].end(), 0U);
    std::fill(second_sums_[half].begin(), second_sums_[half].end(), 0U);
  }
  if (values_) compute_sums(tile, weights, inputs, half);
  return counts_;
}

// Where each row finds its activations.
void TileRun::locate(const Tile& tile) {
  const ConvShape& s = mapping_.shape;
  const auto signed_of = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  std::size_t at = 0;
  for (std::size_t fy = 0; fy < s.filter_height; ++fy) {
    for (std::size_t fx = 0; fx < s.filter_width; ++fx) {
      for (std::uint32_t r = 0; r < tile.rows; ++r, ++at) {
        const std::size_t pixel = tile.first_pixel + r;
        const std::int64_t y =
            signed_of(pixel / s.out_width * s.stride_y + fy * s.dilation_y) - signed_of(s.pad_top);
        const std::int64_t x =
            signed_of(pixel % s.out_width * s.stride_x + fx * s.dilation_x) - signed_of(s.pad_left);
        const bool inside = y >= 0 && y < signed_of(s.height) && x >= 0 && x < signed_of(s.width);
        const std::int64_t position = (y - tile.band.y) * tile.band.width + (x - tile.band.x);
        entries_[at] =
            inside ? static_cast<std::int32_t>(position * signed_of(s.groups) + tile.group) : -1;
      }
    }
  }
}

void TileRun::gather_masks(const Tile& tile, const InputTile& inputs) {
  const std::uint32_t chunks = mapping_.chunks();
  masks_.resize(std::size_t{tile.piece.windows} * tile.rows);
  std::uint32_t* to = masks_.data();
  for (std::uint32_t w = tile.piece.first_window; w < tile.piece.first_window + tile.piece.windows;
       ++w) {
    const std::int32_t* entries = entries_.data() + std::size_t{w / chunks} * tile.rows;
    const std::uint32_t operands = mapping_.window_operands(w);
    std::uint64_t rows_inside = 0;
    for (std::uint32_t r = 0; r < tile.rows; ++r) {
      const bool inside = entries[r] >= 0;
      *to++ = inside ? inputs.masks[static_cast<std::size_t>(entries[r]) * chunks + w % chunks] : 0;
      rows_inside += inside ? 1 : 0;
    }
    counts_.activation_words += rows_inside * mapping_.activation_words(operands);
    counts_.plane_operands += rows_inside * operands;
    counts_.weight_words += mapping_.weight_words(operands);
  }
}

WindowTask TileRun::window_task(const Tile& tile, const WeightTile& weights) {
  WindowTask task{};
  task.activations = masks_.data();
  task.weights = weights.masks.data();
  task.windows = tile.piece.windows;
  task.rows = tile.rows;
  task.lanes = grid_.lanes();
  task.cols = tile.cols;
  task.window = grid_.window;
  task.stream_pes = grid_.stream_pes < grid_.cols ? grid_.stream_pes : grid_.lanes();
  task.depth = grid_.fifo_depth;
  task.issue = grid_.issue;
  task.activation_interval = grid_.activation_interval;
  task.weight_interval = grid_.weight_interval;
  task.one_sided = grid_.skip == Skip::activations;
  task.finish = finish_.data();
  task.scratch = scratch_.data();
  return task;
}

void TileRun::run_skipping(const Tile& tile, const WeightTile& weights) {
  const core::WorkScope scope{core::Work::queues};
  const WindowCounts found = walk_(window_task(tile, weights));
  const auto row_of = [this](std::uint32_t r) {
    return finish_.data() + std::size_t{r} * grid_.lanes();
  };
  std::uint32_t slowest = 0;
  for (std::uint32_t r = 0; r < tile.rows; ++r) {
    slowest = std::max(slowest, *std::max_element(row_of(r), row_of(r) + tile.cols));
  }
  std::uint64_t done_early = 0;
  for (std::uint32_t r = 0; r < tile.rows; ++r) {
    for (std::uint32_t c = 0; c < tile.cols; ++c) done_early += slowest - row_of(r)[c];
  }
  counts_.edges = slowest;
  counts_.issued = found.issued;
  counts_.slots.add(Slot::useful, found.pairs);
  counts_.slots.add(Slot::zero_operand, found.issued - found.pairs);
  counts_.slots.add(Slot::empty_window, found.empty * grid_.issue);
  counts_.slots.add(Slot::stream_wait, found.waited * grid_.issue);
  counts_.slots.add(Slot::imbalance, done_early * grid_.issue);
  counts_.slots.add(Slot::issue_gap, found.gaps);
}

// The walk of one PE whose windows are full.
TileRun::DenseTime TileRun::dense_time(const Piece& piece) {
  const std::uint32_t lanes = grid_.lanes();
  std::vector<std::uint32_t> activations(piece.windows);
  std::vector<std::uint32_t> weights(std::size_t{piece.windows} * lanes);
  for (std::uint32_t w = 0; w < piece.windows; ++w) {
    weights[std::size_t{w} * lanes] = 0xFFFFFFFF;
    activations[w] = ones(mapping_.window_operands(piece.first_window + w));
  }
  const Tile tile{1, 1, piece, mapping_.bands.front(), 0, 0};
  WindowTask task = window_task(tile, {});
  task.activations = activations.data();
  task.weights = weights.data();
  const WindowCounts found = walk_(task);
  return {finish_[0], found.waited, found.gaps};
}

void TileRun::run_dense(const Tile& tile, std::uint32_t piece, const WeightTile& weights) {
  const core::WorkScope scope{core::Work::queues};
  const auto [known, is_new] = dense_.try_emplace(piece);
  if (is_new) known->second = dense_time(tile.piece);
  const DenseTime& time = known->second;
  std::uint64_t inside = 0;  // operands of rows inside the plane
  const std::uint32_t chunks = mapping_.chunks();
  for (std::uint32_t w = tile.piece.first_window; w < tile.piece.first_window + tile.piece.windows;
       ++w) {
    const std::int32_t* entries = entries_.data() + std::size_t{w / chunks} * tile.rows;
    const auto rows = std::count_if(entries, entries + tile.rows, [](auto e) { return e >= 0; });
    inside += static_cast<std::uint64_t>(rows) * mapping_.window_operands(w);
  }
  const std::uint64_t pes = std::uint64_t{tile.rows} * tile.cols;
  const std::uint64_t useful = count_pairs_(
      {masks_.data(), weights.masks.data(), tile.piece.windows, tile.rows, grid_.lanes()});
  counts_.edges = time.edges;
  counts_.issued = pes * tile.piece.operands;
  counts_.slots.add(Slot::useful, useful);
  counts_.slots.add(Slot::zero_operand, inside * tile.cols - useful);
  counts_.slots.add(Slot::padding, (tile.rows * tile.piece.operands - inside) * tile.cols);
  counts_.slots.add(Slot::issue_gap, time.gaps * pes);
  counts_.slots.add(Slot::stream_wait, time.waited * pes * grid_.issue);
}

void TileRun::compute_sums(const Tile& tile, const WeightTile& weights, const InputTile& inputs,
                           std::uint32_t half) {
  const core::WorkScope scope{core::Work::multiplication};
  const std::uint64_t channels = mapping_.channels();
  const std::uint32_t lanes = grid_.lanes();
  const std::uint64_t end = tile.piece.first_operand + tile.piece.operands;
  SumTask task{};
  task.lanes = lanes;
  for (std::uint64_t k = tile.piece.first_operand; k < end;) {
    const std::uint64_t tap = k / channels;
    const auto first = static_cast<std::uint32_t>(k % channels);
    const auto last = static_cast<std::uint32_t>(std::min(end - tap * channels, channels));
    task.first_channel = first;
    task.first = weights.first.data() + (k - tile.piece.first_operand) * lanes;
    task.second = weights.second.data() + (k - tile.piece.first_operand) * lanes;
    for (std::uint32_t r = 0; r < tile.rows; ++r) {
      const std::int32_t entry = entries_[tap * tile.rows + r];
      if (entry < 0) continue;
      const auto e = static_cast<std::size_t>(entry);
      std::uint32_t begin = inputs.offsets[e];
      std::uint32_t stop = inputs.offsets[e + 1];
      const std::uint32_t* list = inputs.channels.data();
      if (first > 0) {
        begin =
            static_cast<std::uint32_t>(std::lower_bound(list + begin, list + stop, first) - list);
      }
      if (last < channels) {
        stop = static_cast<std::uint32_t>(std::lower_bound(list + begin, list + stop, last) - list);
      }
      task.channels = list + begin;
      task.activations = inputs.values.data() + begin;
      task.negative_activations =
          inputs.negative_values.empty() ? nullptr : inputs.negative_values.data() + begin;
      task.count = stop - begin;
      task.sums = sums_[half].data() + std::size_t{r} * lanes;
      task.negative_sums =
          second_sums_[half].empty() ? nullptr : second_sums_[half].data() + std::size_t{r} * lanes;
      sum_(task);
    }
    k = tap * channels + last;
  }
}

}  // namespace gossamer::arch::dlac
