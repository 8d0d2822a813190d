// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/pe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "arch/pe_array/input_window.hpp"
#include "core/work_share.hpp"

namespace gossamer::arch::pe_array {

using core::Activity;
using core::Cycles;
using core::Edge;

Pe::Pe(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
       const Work& work)
    : Module{name, simulation},
      params_{params},
      work_{work},
      mapping_{work.mapping},
      blocking_{work.mapping.blocking},
      wide_{params.accumulator_bits > 32} {
  const std::size_t places = std::size_t{blocking_.most_pixels()} * params.pe.lanes;
  for (std::size_t half = 0; half < sums_.size(); ++half) {
    sums_[half].resize(wide_ ? 0 : places);
    wide_sums_[half].resize(wide_ ? places : 0);
  }
}

std::string Pe::state() const {
  return finished() ? std::string{"layer done"}
                    : fmt::format("step {} of {}: {} edges left", step_, work_.steps.size(),
                                  left_.count());
}

const LanePass& Pe::pass(const PeStep& step) const {
  return blocking_.units[step.weights.unit].passes[step.weights.pass];
}

const Piece& Pe::piece(const PeStep& step) const {
  return blocking_.pieces[step.weights.piece];
}

std::uint32_t Pe::pixels(const PeStep& step) const {
  return blocking_.blocks[step.block].pixels();
}

std::uint64_t Pe::edges(const PeStep& step) const {
  return blocking_.words(piece(step)) * pixels(step) * mapping_.formats.width_passes;
}

std::uint64_t Pe::work_edges() const {
  return std::accumulate(
      work_.steps.begin(), work_.steps.end(), std::uint64_t{0},
      [this](std::uint64_t sum, const PeStep& step) { return sum + edges(step); });
}

void Pe::spend(Slot slot, std::uint64_t edges) {
  slots_.add(slot, edges * params_.pe.lanes * params_.pe.vector);
}

Activity Pe::step() {
  kernel::Burst burst{*this};
  while (!burst.full() && !finished()) {
    if (!computing_) {
      lack_ = lacking(burst.at());
      if (lack_ != Slot::useful) break;
      begin(current());
    }
    const Cycles edges = std::min(left_, burst.room());
    burst.add(Activity::busy, edges);
    left_ = left_ - edges;
    if (left_ == Cycles{0}) end(current(), burst.at() - Cycles{1});
  }
  if (!burst.empty()) return burst.end();
  if (finished()) lack_ = work_.steps.empty() ? Slot::no_work : Slot::finished;
  spend(lack_, 1);
  sleep();
  if (finished()) return Activity::idle;
  return lack_ == Slot::output_wait ? Activity::wait_output : Activity::wait_input;
}

void Pe::slept(Cycles edges) {
  spend(lack_, edges.count());
}

Slot Pe::lacking(Edge at) const {
  const bool begins_block = begins_sums(current());
  if (!in_weights.can_pop_at(at)) return started_ ? Slot::weight_wait : Slot::fill;
  if (!in_inputs.can_pop_at(at)) return started_ ? Slot::input_wait : Slot::fill;
  if (begins_block && !out_sums.can_push_at(at)) return Slot::output_wait;
  return Slot::useful;
}

bool Pe::begins_sums(const PeStep& step) const {
  return step.weights.piece == 0 && blocking_.units[step.weights.unit].begins(step.weights.pass);
}

bool Pe::ends_sums(const PeStep& step) const {
  return step.weights.piece + 1 == blocking_.pieces.size() &&
         blocking_.units[step.weights.unit].ends(step.weights.pass);
}

void Pe::begin(const PeStep& step) {
  computing_ = true;
  started_ = true;
  left_ = Cycles{edges(step)};
  step_zero_scales_ = 0;
  if (work_.execution.values) multiply(step);
  book_slots(step);
  book_actions(step);
}

void Pe::end(const PeStep& step, Edge at) {
  weights_are_new_ = step.last_use_of_weights;
  inputs_are_new_ = step.last_use_of_inputs;
  if (weights_are_new_) in_weights.pop_at(at);
  if (inputs_are_new_) in_inputs.pop_at(at);
  if (ends_sums(step)) {
    if (lose_sums_) {
      clear_sums(0, 1);
      ++lost_;
    }
    out_sums.push_at({step.weights.unit, step.weights.pass, step.block, half_},
                     at + Cycles{params_.pe.pipeline_edges});
    half_ ^= 1U;
  }
  computing_ = false;
  ++step_;
}

void Pe::clear_sums(std::size_t first, std::size_t end) {
  for (std::size_t place = first; place < end; ++place) {
    if (wide_) {
      wide_sums_[half_][place] = 0;
    } else {
      sums_[half_][place] = 0;
    }
  }
}

void Pe::multiply(const PeStep& step) {
  const core::WorkScope scope{core::Work::multiplication};
  const auto& arithmetic = mapping_.formats.arithmetic;
  const PixelBlock& block = blocking_.blocks[step.block];
  const InputWindow window = input_window(blocking_, block, piece(step));
  const auto positions = window_positions(blocking_, block, piece(step), window);
  const numerics::vsq::Vectors& inputs = *in_inputs.front().tile;
  if (inputs.positions != window.positions() || inputs.chunks != piece(step).chunks) {
    throw std::logic_error("a PE was sent the inputs of another step");
  }
  if (begins_sums(step)) {
    clear_sums(0, std::size_t{pixels(step)} * params_.pe.lanes);
  }
  const WeightTile& weights = *in_weights.front().tile;
  MacTask task;
  task.inputs = inputs.codes.data();
  task.input_scales = inputs.scales.data();
  task.chunk_pitch = inputs.positions;
  task.positions = positions.data();
  task.weights = weights.codes.data();
  task.weight_scales = weights.scales.data();
  if (wide_) {
    task.wide_sums = wide_sums_[half_].data();
  } else {
    task.sums = sums_[half_].data();
  }
  task.taps = piece(step).rows * static_cast<std::uint32_t>(blocking_.shape.filter_width);
  task.chunks = piece(step).chunks;
  task.outputs = block.pixels();
  task.lanes = params_.pe.lanes;
  task.first_lane = pass(step).first_lane;
  task.filters = pass(step).filters;
  task.vector = params_.pe.vector;
  task.scaled = arithmetic.full_scale_product_bits() > 0;
  task.shift = arithmetic.scale_product_shift();
  task.highest_scale_product = highest_scale_product(arithmetic);
  task.highest_sum = (std::int64_t{1} << (arithmetic.accumulator_bits - 1)) - 1;
  const bool general = params_.pe.lanes % fast_kernel_lanes != 0 ||
                       term_bits(arithmetic, params_.pe.vector) > fast_kernel_bits ||
                       arithmetic.accumulator_bits > fast_kernel_bits;
  (general ? multiply_generally : mac_kernel(work_.execution.level))(task);
  saturations_ += task.saturations;
  zero_scales_ += task.zero_scales;
  step_zero_scales_ = task.zero_scales;
}

// All multiplier-cycles of the step.
void Pe::book_slots(const PeStep& step) {
  const PairCounts pairs = work_.counts.of(step);
  const std::uint64_t outputs = pixels(step);
  const std::uint64_t words = blocking_.words(piece(step));
  const std::uint64_t filters = pass(step).filters;
  const std::uint64_t vector = params_.pe.vector;
  const std::uint64_t pairs_in_vectors = words * outputs * filters * vector;
  const std::uint64_t channels = blocking_.shape.channels_per_group();
  const std::uint64_t last = piece(step).first_chunk + piece(step).chunks;
  const std::uint64_t lacking = last * vector > channels ? last * vector - channels : 0;
  const std::uint64_t taps = words / piece(step).chunks;
  slots_.add(Slot::useful, pairs.useful);
  slots_.add(Slot::zero_operand, pairs.zero_operand);
  slots_.add(Slot::padding, pairs.padding);
  slots_.add(Slot::partial_vector, lacking * taps * outputs * filters);
  slots_.add(Slot::idle_lane, (params_.pe.lanes - filters) * vector * words * outputs);
  slots_.add(Slot::extra_pass, (mapping_.formats.width_passes - 1) * words * outputs * vector *
                                   std::uint64_t{params_.pe.lanes});
  stats_.multiply += pairs_in_vectors * mapping_.formats.width_passes;
  step_padding_vectors_ = pairs.padding_vectors;
}

// An input of padding is in no buffer: it is a vector of zeros whose scale is zero, if there are
// scales.
void Pe::book_actions(const PeStep& step) {
  const std::uint64_t words = blocking_.words(piece(step));
  const std::uint64_t outputs = pixels(step);
  const std::uint64_t lane_words = words * outputs * pass(step).filters;
  const InputTileId inputs{step.block, pass(step).group, step.weights.piece};
  if (weights_are_new_)
    stats_.weight_write += words * pass(step).filters * mapping_.formats.weight_slots;
  if (inputs_are_new_) {
    stats_.input_write += vectors(blocking_, inputs) * mapping_.formats.input_slots;
  }
  stats_.input_read += (words * outputs - step_padding_vectors_) * mapping_.formats.input_slots;
  stats_.reduce += lane_words * mapping_.formats.width_passes;
  if (mapping_.formats.width_passes > 1)
    stats_.combine += lane_words * mapping_.formats.width_passes;
  const bool scaled = mapping_.formats.arithmetic.full_scale_product_bits() > 0;
  const std::uint64_t zeros =
      scaled ? step_zero_scales_ + step_padding_vectors_ * pass(step).filters : 0;
  if (scaled) {
    stats_.scale_product += lane_words;
    stats_.scale += lane_words - zeros;
  }
  stats_.accumulate += lane_words - zeros;
  book_dataflow(step, words);
}

// What stays in place decides what is read again (Venkatesan et al., "MAGNet", ICCAD 2019).
void Pe::book_dataflow(const PeStep& step, std::uint64_t words) {
  const std::uint64_t outputs = pixels(step);
  const std::uint64_t vectors = words * pass(step).filters * mapping_.formats.weight_slots;
  if (params_.dataflow == Dataflow::ws) {
    stats_.weight_read += vectors;
    stats_.sums_read += words * outputs;
    stats_.sums_write += words * outputs;
    return;
  }
  const std::uint64_t depth = params_.dataflow == Dataflow::os ? 1 : params_.pe.collector_depth;
  stats_.weight_read += vectors * ((outputs + depth - 1) / depth);
  // Between pieces the sums rest in the accumulation buffer, and at the end until they are drained.
  if (step.weights.piece > 0) stats_.sums_read += outputs;
  stats_.sums_write += outputs;
}

}  // namespace gossamer::arch::pe_array
