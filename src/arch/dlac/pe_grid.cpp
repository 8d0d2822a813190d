// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/pe_grid.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/dlac/operand_words.hpp"
#include "core/ceil_div.hpp"

namespace gossamer::arch::dlac {

using core::Activity;
using core::Cycles;
using core::Edge;

PeGrid::PeGrid(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
               const Params& params, const Work& work)
    : Module{name, simulation},
      params_{params},
      work_{work},
      mapping_{work.mapping},
      grid_{work.mapping.grid},
      tile_{work.mapping, work.values, work.level},
      steps_{work.mapping},
      fill_edges_{params.fill_edges + work.mapping.grid.first_edges()} {}

std::string PeGrid::state() const {
  if (steps_.done()) return "layer done";
  const Step& step = steps_.current();
  return fmt::format("filter block {} of {}, band {} of {}, tile {}, piece {}: {} edges left",
                     step.block, mapping_.blocks.size(), step.band, mapping_.bands.size(),
                     step.tile, step.piece, left_.count());
}

void PeGrid::spend(Slot slot, std::uint64_t edges) {
  slots_.add(slot, edges * grid_.pes() * grid_.issue);
}

Activity PeGrid::step() {
  kernel::Burst burst{*this};
  while (!burst.full() && !steps_.done()) {
    if (!computing_) {
      lack_ = lacking(burst.at());
      if (lack_ != Slot::useful) break;
      begin();
    }
    const Cycles edges = std::min(left_, burst.room());
    burst.add(Activity::busy, edges);
    left_ = left_ - edges;
    if (left_ == Cycles{0}) end(burst.at() - Cycles{1});
  }
  if (!burst.empty()) return burst.end();
  if (steps_.done()) lack_ = Slot::finished;
  spend(lack_, 1);
  sleep();
  if (steps_.done()) return Activity::idle;
  return lack_ == Slot::drain_wait ? Activity::wait_output : Activity::wait_input;
}

void PeGrid::slept(Cycles edges) {
  spend(lack_, edges.count());
}

void PeGrid::take_loads(Edge at) {
  for (; in_weights.can_pop_at(at); ++weight_loads_) in_weights.pop_at(at);
  if (!mapping_.inputs_from_dram) return;
  for (; in_inputs.can_pop_at(at); ++input_loads_) in_inputs.pop_at(at);
}

Slot PeGrid::lacking(Edge at) {
  take_loads(at);
  if (weight_loads_ <= steps_.weight_load()) return started_ ? Slot::weight_wait : Slot::start;
  if (mapping_.inputs_from_dram && input_loads_ <= steps_.input_load()) {
    return started_ ? Slot::input_wait : Slot::start;
  }
  if (steps_.begins_sums() && !out_sums.can_push_at(at)) return Slot::drain_wait;
  return Slot::useful;
}

void PeGrid::begin() {
  computing_ = true;
  started_ = true;
  const Step& step = steps_.current();
  const TileCounts& counts = tile_.run(steps_, work_.weights.tile(steps_.weight_load()),
                                       work_.inputs.tile(steps_.input_load()), half_);
  const std::uint32_t rows = mapping_.tile_pixels(mapping_.bands[step.band], step.tile);
  const std::uint32_t cols = mapping_.blocks[step.block].count;
  left_ = Cycles{fill_edges_ + counts.edges};
  work_edges_ += left_.count();
  book_slots(counts, rows, cols);
  book_actions(counts, cols);
  book_loads();
}

void PeGrid::end(Edge at) {
  release(at);
  if (steps_.ends_sums()) {
    if (lose_sums_ && work_.values) {
      tile_.lose_sum(half_);
      ++lost_;
    }
    const Step& step = steps_.current();
    const Band& band = mapping_.bands[step.band];
    out_sums.push_at(
        {half_, steps_.tile_number(), step.block, band.image,
         band.first_pixel + step.tile * grid_.rows, mapping_.tile_pixels(band, step.tile)},
        at + Cycles{params_.pipeline_edges});
    half_ ^= 1U;
  }
  computing_ = false;
  steps_.next();
}

void PeGrid::release(Edge at) {
  if (steps_.last_use_of_weights()) {
    work_.weights.release(steps_.weight_load());
    out_weights_released.push_at(steps_.weight_load(), at);
  }
  if (steps_.last_use_of_inputs()) {
    work_.inputs.release(steps_.input_load());
    out_inputs_released.push_at(steps_.input_load(), at);
  }
}

// All adder-edges of the step.
void PeGrid::book_slots(const TileCounts& counts, std::uint32_t rows, std::uint32_t cols) {
  const std::uint64_t edges = left_.count() * grid_.issue;
  slots_ += counts.slots;
  slots_.add(Slot::fill, std::uint64_t{fill_edges_} * rows * cols * grid_.issue);
  slots_.add(Slot::idle_row, edges * (grid_.rows - rows) * grid_.cols);
  slots_.add(Slot::idle_col, edges * rows * (grid_.cols - cols));
}

void PeGrid::book_actions(const TileCounts& counts, std::uint32_t cols) {
  const std::uint64_t streams = core::ceil_div(cols, grid_.stream_pes);
  const std::uint64_t activations = counts.activation_words * streams;
  const std::uint64_t weights = counts.weight_words * cols;
  stats_.activation_read += activations;
  stats_.activation_send += activations;
  stats_.weight_read += weights;
  stats_.weight_send += weights;
  if (sum_kind(mapping_.format.format) == SumKind::scaled) {
    stats_.prescaled += 2 * counts.plane_operands * streams;
  }
  if (mapping_.format.full_precision) {
    stats_.multiply_add += counts.issued;
    return;
  }
  stats_.accumulate += counts.issued;
  stats_.activation_push += counts.window_visits;
  stats_.activation_pop += counts.window_visits;
  stats_.weight_push += counts.window_visits;
  stats_.weight_pop += counts.window_visits;
  stats_.select += counts.issued;
  if (grid_.skip != Skip::dense) stats_.match += counts.window_visits;
}

// What a step finds in the buffers was written there once.
void PeGrid::book_loads() {
  const Step& step = steps_.current();
  if (weights_written_ <= steps_.weight_load()) {
    weights_written_ = steps_.weight_load() + 1;
    stats_.weight_write +=
        mapping_.weight_words(mapping_.pieces[step.piece]) * mapping_.blocks[step.block].count;
  }
  if (!mapping_.inputs_from_dram || inputs_written_ > steps_.input_load()) return;
  inputs_written_ = steps_.input_load() + 1;
  stats_.activation_write += mapping_.bands[step.band].positions() * mapping_.shape.groups *
                             mapping_.input_words(mapping_.channels());
}

}  // namespace gossamer::arch::dlac
