// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/pe.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/planar/step_wait.hpp"

namespace gossamer::arch::scnn {

using core::Activity;
using core::Cycles;
using core::Edge;

namespace {

constexpr planar::WaitSlots<Slot> wait_slots{Slot::fill, Slot::barrier, Slot::halo, Slot::drain,
                                             Slot::output_write};

}  // namespace

Pe::Pe(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
       const Wiring& wiring, const Work& work)
    : Module{name, simulation},
      params_{params},
      wiring_{wiring},
      inputs_{work.units, wiring.inputs},
      work_{work},
      works_{work.image.works(work.pe)},
      queues_{params.accumulator, work.kernels, params.pe.multipliers()},
      multipliers_{work.accumulators, work.kernels, work.product_shift},
      pass_{params},
      run_{params},
      // A vector of activations is then read in the edge before it is needed.
      goes_in_runs_{queues_.goes_in_runs() && activation_read_edges() == Cycles{1}} {
  step_singly_if_recorded();
  if (!works_) return;
  weights_reader_ = wiring_.weights.add_looking_ahead();
  starts_reader_ = wiring_.starts.add_reader(*this);
  inputs_.listen();
}

std::string Pe::state() const {
  switch (state_) {
    case State::waiting_for_start:
      return fmt::format("waits for start {}", start_number_);
    case State::accumulating:
      return fmt::format("step {}, FIFO entry {}, {} input units released", step_, entry_,
                         inputs_.released());
    case State::flushing:
      return fmt::format("step {}, empties its pipeline", step_);
    case State::stopped:
      break;
  }
  return "layer done";
}

// A PE without inputs in a time tile has nothing to wait for.
void Pe::spend_slots(Slot slot, Cycles edges) {
  slots_.add(has_tile_ ? slot : Slot::no_tile, edges.count() * params_.pe.multipliers());
}

Activity Pe::step() {
  if (!works_) {
    slots_.add(Slot::no_tile, params_.pe.multipliers());
    sleep();
    return Activity::idle;
  }
  return state_ == State::waiting_for_start ? wait_for_start() : accumulate();
}

void Pe::slept(Cycles edges) {
  if (!works_) slots_.add(Slot::no_tile, edges.count() * params_.pe.multipliers());
  if (state_ != State::accumulating) return;
  spend_slots(starved(), edges);
  queues_.idle(edges);
}

Slot Pe::starved() const {
  if (lack_ == Lack::inputs) return Slot::activation_starvation;
  return weights_seen_ ? Slot::weight_starvation : Slot::fill;
}

Activity Pe::wait_for_start() {
  auto& starts = wiring_.starts;
  while (start_number_ < starts.pushed() && starts.visible_from(start_number_) <= now()) {
    const GroupStart start = starts.entry(start_number_);
    starts.release(starts_reader_, start_number_++, now());
    planar::divide_wait(start, waiting_since_, now(), wait_slots,
                        [this](Slot slot, Cycles edges) { spend_slots(slot, edges); });
    if (start.has_step) {
      begin_step(start.step);
      return accumulate();
    }
    waiting_since_ = now();
    if (start.end_of_layer) {
      spend_slots(Slot::barrier, Cycles{1});
      state_ = State::stopped;
    }
  }
  sleep();
  return Activity::wait_output;
}

void Pe::begin_step(std::uint32_t step) {
  step_ = step;
  state_ = State::accumulating;
  activation_ready_ = now();
  computed_ = Cycles{0};
  const std::uint32_t tile = work_.image.tile_of(step);
  has_tile_ = work_.image.works(work_.pe, tile);
  activations_ = &work_.memories.store(tile, work_.pe);
  multipliers_.begin_step(step, *activations_);
}

Activity Pe::accumulate() {
  kernel::Burst burst{*this};
  lack_ = Lack::nothing;
  while (!burst.full() && lack_ == Lack::nothing && state_ != State::waiting_for_start) {
    advance(burst);
  }
  if (!burst.empty()) return burst.end();
  spend_slots(starved(), Cycles{1});
  queues_.idle(Cycles{1});
  if (lack_ == Lack::inputs) {
    inputs_.await(*this);
  } else {
    wiring_.weights.await(*this);
  }
  sleep();
  return Activity::wait_input;
}

void Pe::advance(kernel::Burst& burst) {
  if (at_crossbar_) {
    at_crossbar_ = queues_.edge();
    spend_slots(Slot::bank_queue_stall, Cycles{1});
    burst.add(Activity::wait_output, Cycles{1});
    computed_ += Cycles{1};
  } else if (state_ == State::flushing) {
    flush(burst);
  } else if (!in_block_) {
    if (!run_blocks(burst)) take_entry(burst);
  } else {
    issue(burst);
  }
}

void Pe::take_entry(kernel::Burst& burst) {
  auto& weights = wiring_.weights;
  if (entry_ == weights.pushed() || weights.visible_from(entry_) > burst.at()) {
    wait_for_entry(burst, entry_);
    return;
  }
  const WeightVector& entry = weights.entry(entry_);
  weights_seen_ = true;
  const OutputGroup& group = work_.image.group(step_);
  const std::uint32_t end_slice = group.first_slice + work_.image.plan.layer.slices_per_group();
  if (!entry.block) {
    if (!have_inputs_to_give_up(burst, end_slice)) return;
    release_inputs(end_slice, burst.at());
    flush_left_ = queues_.backlog() + Cycles{params_.pe.pipeline_edges};
    state_ = State::flushing;
    weights.release(weights_reader_, entry_++, burst.at());
    return;
  }
  if (!have_inputs(burst, entry.block->slice())) return;
  release_inputs(entry.block->slice(), burst.at());
  if (!take_block(entry)) pass_by(*entry.block, burst.at());
}

// Nothing to multiply: vectors leave the FIFO as they become visible.
void Pe::pass_by(const WeightBlock& block, Edge at) {
  auto& weights = wiring_.weights;
  do {
    ++stats_.fifo_write;
    weights.release(weights_reader_, entry_++, at);
  } while (entry_ < weights.pushed() && weights.visible_from(entry_) <= at &&
           weights.entry(entry_).block.get() == &block && !weights.entry(entry_).one_round);
}

bool Pe::take_block(const WeightVector& entry) {
  const std::uint32_t slice = entry.block->slice();
  std::uint32_t first = 0;
  std::uint32_t last = activations_->vectors(slice);
  if (entry.one_round) {
    first = std::min(last, entry.round);
    last = std::min(last, first + 1);
  }
  if (first == last) return false;
  in_block_ = true;
  block_entry_ = entry_;
  vector_ = entry.vector;
  seen_ = entry.vector;
  pass_.begin(*entry.block, entry.vector, *activations_, first, last);
  return true;
}

// Loaded inputs of a slice, and of all before it, are in the memory.
bool Pe::have_inputs(kernel::Burst& burst, std::uint32_t slice) {
  const auto from = inputs_.there_from(step_, slice);
  if (!from) {
    lack_ = Lack::inputs;
    return false;
  }
  if (*from <= burst.at()) return true;
  wait(burst, *from, Slot::activation_starvation);
  return false;
}

// The last group that uses inputs gives up all of them, also those that it had no weights for.
bool Pe::have_inputs_to_give_up(kernel::Burst& burst, std::uint32_t end_slice) {
  return !inputs_.gives_up(step_) || have_inputs(burst, end_slice - 1);
}

void Pe::release_inputs(std::uint32_t end_slice, Edge at) {
  inputs_.release(step_, work_.image.group(step_).first_slice, end_slice, at);
}

void Pe::wait_for_entry(kernel::Burst& burst, std::size_t entry) {
  if (entry < wiring_.weights.pushed()) {
    wait(burst, wiring_.weights.visible_from(entry), starved());
  } else {
    lack_ = Lack::weights;
  }
}

void Pe::wait(kernel::Burst& burst, Edge until, Slot reason) {
  const Cycles edges = std::min(until - burst.at(), burst.room());
  spend_slots(reason, edges);
  queues_.idle(edges);
  burst.add(Activity::wait_input, edges);
}

void Pe::flush(kernel::Burst& burst) {
  const Cycles edges = std::min(flush_left_, burst.room());
  spend_slots(Slot::drain, edges);
  queues_.idle(edges);
  burst.add(Activity::wait_output, edges);
  flush_left_ = flush_left_ - edges;
  if (flush_left_ > Cycles{0}) return;
  state_ = State::waiting_for_start;
  waiting_since_ = burst.at();
  work_.busiest[step_] = std::max(work_.busiest[step_], computed_);
  if (never_report_) return;
  wiring_.done.arrive(burst.at() - Cycles{1});
}

}  // namespace gossamer::arch::scnn
