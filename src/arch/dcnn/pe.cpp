// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/pe.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/planar/step_wait.hpp"

namespace gossamer::arch::dcnn {

using core::Activity;
using core::Cycles;
using core::Edge;

namespace {

// With input halos no sums travel: they are complete at once.
constexpr planar::WaitSlots<Slot> wait_slots{Slot::fill, Slot::barrier, Slot::drain, Slot::drain,
                                             Slot::output_write};

}  // namespace

Pe::Pe(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
       const Wiring& wiring, const Work& work)
    : Module{name, simulation},
      params_{params},
      wiring_{wiring},
      inputs_{work.units, wiring.inputs},
      work_{work},
      image_{work.dot.image},
      works_{image_.works(work.dot.pe)},
      dot_product_{work.dot} {
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
      return fmt::format("step {}, chunk {}, edge {} of {}; FIFO entry {}, {} input units released",
                         step_, chunk_, edge_, edges_of_chunk(), entry_, inputs_.released());
    case State::flushing:
      return fmt::format("step {}, empties its pipeline", step_);
    case State::stopped:
      break;
  }
  return "layer done";
}

// A PE without outputs in a time tile has nothing to wait for.
void Pe::spend_slots(Slot slot, Cycles edges) {
  slots_.add(positions_ > 0 ? slot : Slot::no_tile, edges.count() * params_.pe.multipliers);
}

Activity Pe::step() {
  if (!works_) {
    slots_.add(Slot::no_tile, params_.pe.multipliers);
    sleep();
    return Activity::idle;
  }
  return state_ == State::waiting_for_start ? wait_for_start() : accumulate();
}

void Pe::slept(Cycles edges) {
  if (!works_) slots_.add(Slot::no_tile, edges.count() * params_.pe.multipliers);
  if (state_ == State::accumulating) spend_slots(starved(), edges);
}

Slot Pe::starved() const {
  if (lack_ == Lack::inputs) return Slot::activation_starvation;
  return weights_seen_ ? Slot::weight_starvation : Slot::fill;
}

Activity Pe::wait_for_start() {
  auto& starts = wiring_.starts;
  while (start_number_ < starts.pushed() && starts.visible_from(start_number_) <= now()) {
    const planar::StepStart start = starts.entry(start_number_);
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
  chunk_ = 0;
  positions_ = image_.positions(work_.dot.pe, image_.tile_of(step));
  filters_ = image_.group(step).filters;
  dot_product_.begin_step(step);
}

Activity Pe::accumulate() {
  kernel::Burst burst{*this};
  lack_ = Lack::nothing;
  while (!burst.full() && lack_ == Lack::nothing && state_ != State::waiting_for_start) {
    advance(burst);
  }
  if (!burst.empty()) return burst.end();
  spend_slots(starved(), Cycles{1});
  if (lack_ == Lack::inputs) {
    inputs_.await(*this);
  } else {
    wiring_.weights.await(*this);
  }
  sleep();
  return Activity::wait_input;
}

void Pe::advance(kernel::Burst& burst) {
  if (state_ == State::flushing) {
    flush(burst);
  } else if (!open_ && !open_chunk(burst)) {
    return;
  } else if (positions_ == 0) {
    pass_by(burst);
  } else if (edge_ < filters_) {
    first_position(burst);
  } else {
    further_positions(burst);
  }
}

// An entry of the weight FIFO is visible at the burst's edge; if not, waits for it or notes that it
// is lacking.
bool Pe::see_entry(kernel::Burst& burst, std::size_t entry) {
  if (entry == wiring_.weights.pushed()) {
    lack_ = Lack::weights;
    return false;
  }
  const Edge from = wiring_.weights.visible_from(entry);
  if (from <= burst.at()) return true;
  wait(burst, from, starved());
  return false;
}

// Loaded inputs of a channel of the group, and of all before it, are in the memory.
bool Pe::have_inputs(kernel::Burst& burst, std::uint32_t channel) {
  const auto from = inputs_.there_from(step_, image_.group(step_).first_slice + channel);
  if (!from) {
    lack_ = Lack::inputs;
    return false;
  }
  if (*from <= burst.at()) return true;
  wait(burst, *from, Slot::activation_starvation);
  return false;
}

void Pe::release_inputs(std::uint32_t end_channel, Edge at) {
  const std::uint32_t first = image_.group(step_).first_slice;
  inputs_.release(step_, first, first + end_channel, at);
}

void Pe::wait(kernel::Burst& burst, Edge until, Slot reason) {
  const Cycles edges = std::min(until - burst.at(), burst.room());
  spend_slots(reason, edges);
  burst.add(Activity::wait_input, edges);
}

void Pe::flush(kernel::Burst& burst) {
  const Cycles edges = std::min(flush_left_, burst.room());
  spend_slots(Slot::drain, edges);
  burst.add(Activity::wait_output, edges);
  flush_left_ = flush_left_ - edges;
  if (flush_left_ > Cycles{0}) return;
  state_ = State::waiting_for_start;
  waiting_since_ = burst.at();
  if (never_report_) return;
  wiring_.done.arrive(burst.at() - Cycles{1});
}

}  // namespace gossamer::arch::dcnn
