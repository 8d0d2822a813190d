// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/pe.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::scnn {

using core::Activity;
using core::Cycles;
using core::Edge;

Pe::Pe(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
       const Wiring& wiring, const Work& work)
    : Module{name, simulation},
      params_{params},
      wiring_{wiring},
      work_{work},
      queues_{params.accumulator, work.kernels},
      multipliers_{work.activations, work.accumulators, work.kernels, work.product_shift} {
  if (!work_.has_tile) return;
  wiring_.weights.add_looking_ahead(*this);
  wiring_.starts.add_reader(*this);
}

std::string Pe::state() const {
  switch (state_) {
    case State::waiting_for_start:
      return fmt::format("waits for start {}", start_number_);
    case State::accumulating:
      return fmt::format("group {}, FIFO entry {}", group_, entry_);
    case State::flushing:
      return fmt::format("group {}, empties its pipeline", group_);
    case State::stopped:
      break;
  }
  return "layer done";
}

void Pe::spend_slots(Slot slot, Cycles edges) {
  slots_.add(slot, edges.count() * params_.pe.multipliers());
}

Activity Pe::step() {
  if (!work_.has_tile) {
    spend_slots(Slot::no_tile, Cycles{1});
    sleep();
    return Activity::idle;
  }
  return state_ == State::waiting_for_start ? wait_for_start() : accumulate();
}

void Pe::slept(Cycles edges) {
  if (!work_.has_tile) spend_slots(Slot::no_tile, edges);
  if (state_ != State::accumulating) return;
  spend_slots(starved(), edges);
  queues_.idle(edges);
}

Activity Pe::wait_for_start() {
  auto& starts = wiring_.starts;
  if (start_number_ < starts.pushed() && starts.visible_from(start_number_) <= now()) {
    const GroupStart start = starts.entry(start_number_);
    starts.release(start_number_++, now());
    account_wait(start);
    if (start.has_group) {
      begin_group(start.group);
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

// The edges since this PE was done, in order: others accumulate; sums travel; outputs are written;
// the start is on its way.
void Pe::account_wait(const GroupStart& start) {
  const auto until = [this](Edge end, Slot slot) {
    end = std::min(end, now());
    if (end <= waiting_since_) return;
    spend_slots(slot, end - waiting_since_);
    waiting_since_ = end;
  };
  if (start.group == 0) {
    until(now(), Slot::fill);
    return;
  }
  until(start.pes_done + Cycles{1}, Slot::barrier);
  until(start.halos_done + Cycles{1}, Slot::halo);
  until(start.drained + Cycles{1}, Slot::drain);
  until(now(), Slot::barrier);
}

void Pe::begin_group(std::uint32_t group) {
  group_ = group;
  state_ = State::accumulating;
  activation_ready_ = now();
}

Activity Pe::accumulate() {
  kernel::Burst burst{*this};
  starving_ = false;
  while (!burst.full() && !starving_ && state_ != State::waiting_for_start) advance(burst);
  if (!burst.empty()) return burst.end();
  spend_slots(starved(), Cycles{1});
  queues_.idle(Cycles{1});
  wiring_.weights.await(*this);
  sleep();
  return Activity::wait_input;
}

void Pe::advance(kernel::Burst& burst) {
  if (at_crossbar_) {
    at_crossbar_ = queues_.edge();
    spend_slots(Slot::bank_queue_stall, Cycles{1});
    burst.add(Activity::wait_output, Cycles{1});
  } else if (state_ == State::flushing) {
    flush(burst);
  } else if (block_ == nullptr) {
    take_entry(burst);
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
  if (!entry.block) {
    flush_left_ = queues_.backlog() + Cycles{params_.pe.pipeline_edges};
    state_ = State::flushing;
    weights.release(entry_++, burst.at());
    return;
  }
  const std::uint32_t channel = entry.block->channel();
  activation_ = work_.activations.begin(channel);
  activations_end_ = work_.activations.begin(channel + 1);
  if (activation_ == activations_end_) {  // nothing to multiply: the vector passes by
    ++stats_.fifo_write;
    weights.release(entry_++, burst.at());
    return;
  }
  block_ = entry.block.get();
  block_entry_ = entry_;
  first_vector_ = entry.vector;
  seen_ = first_vector_;
  useful_ = 0;
  hold_activation();
}

void Pe::hold_activation() {
  const ActivationVector held = work_.activations.vector(activation_);
  vector_ = first_vector_;
  rows_.clear();
  for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
    if (held.values[lane] == 0) continue;  // a placeholder has no products
    const ScatterRow row = block_->row(held.keys[lane]);
    rows_.push_back(row.products);
    useful_ += first_vector_ == 0 ? row.useful : block_->useful(held.keys[lane], first_vector_);
  }
}

void Pe::see_vectors(Edge at) {
  const auto& weights = wiring_.weights;
  while (seen_ < block_->vectors() && entry_of(seen_) < weights.pushed() &&
         weights.visible_from(entry_of(seen_)) <= at) {
    ++seen_;
  }
}

void Pe::issue(kernel::Burst& burst) {
  if (vector_ == first_vector_ && burst.at() < activation_ready_) {
    wait(burst, activation_ready_, Slot::activation_starvation);
    return;
  }
  see_vectors(burst.at());
  if (vector_ == seen_) {
    wait_for_entry(burst, entry_of(vector_));
    return;
  }
  if (vector_ == first_vector_) {  // its successor is read while it is held
    const std::uint32_t port = params_.pe.iaram_read_values;
    activation_ready_ = burst.at() + Cycles{(params_.pe.i + port - 1) / port};
  }
  if (burst.room() == Cycles{1}) {
    issue_one(burst);
  } else {
    issue_run(burst);
  }
  if (vector_ == block_->vectors()) finish_pass();
}

void Pe::issue_one(kernel::Burst& burst) {
  queues_.arrive(rows_, vector_);
  at_crossbar_ = queues_.edge();
  if (work_.values) multipliers_.multiply_vectors(*block_, activation_, vector_, group_);
  if (activation_ + 1 == activations_end_) wiring_.weights.release(entry_of(vector_), burst.at());
  ++vector_;
  burst.add(Activity::busy, Cycles{1});
}

void Pe::issue_run(kernel::Burst& burst) {
  const bool last_pass = activation_ + 1 == activations_end_;
  const std::uint32_t issues = seen_ - vector_;
  if (last_pass) issued_at_.resize(std::max<std::size_t>(issued_at_.size(), issues));
  const Edge begin = burst.at();
  const Cycles edges = queues_.pass(rows_, vector_, seen_, last_pass ? issued_at_.data() : nullptr);
  spend_slots(Slot::bank_queue_stall, edges - Cycles{issues});
  burst.add(Activity::busy, Cycles{issues});
  burst.add(Activity::wait_output, edges - Cycles{issues});
  if (last_pass) {
    for (std::uint32_t n = 0; n < issues; ++n) {
      wiring_.weights.release(entry_of(vector_ + n), begin + Cycles{issued_at_[n]});
    }
  }
  vector_ = seen_;
}

void Pe::finish_pass() {
  if (++activation_ < activations_end_) {
    hold_activation();
  } else {
    finish_block();
  }
}

// Every activation vector of the channel has met every weight vector of the block.
void Pe::finish_block() {
  const ActivationStore& activations = work_.activations;
  const std::uint32_t channel = block_->channel();
  const std::uint64_t passes = activations_end_ - activations.begin(channel);
  const std::uint64_t vectors = block_->vectors() - first_vector_;
  const std::uint64_t pairs =
      std::uint64_t{activations.elements(channel)} * block_->elements(first_vector_, vector_);
  const std::uint64_t products =
      std::uint64_t{activations.nonzeros(channel)} * block_->nonzeros(first_vector_, vector_);

  slots_.add(Slot::useful, useful_);
  slots_.add(Slot::outside_plane, products - useful_);
  slots_.add(Slot::placeholder, pairs - products);
  slots_.add(Slot::partial_vector, passes * vectors * params_.pe.multipliers() - pairs);
  stats_.iaram_read += passes;
  stats_.fifo_write += vectors;
  stats_.fifo_read += passes * vectors;
  stats_.multiply += products;
  stats_.multiply_zero += pairs - products;
  stats_.compute += products;
  stats_.transfer += useful_;
  stats_.push += useful_;
  stats_.pop += useful_;
  stats_.accumulate += useful_;

  // Under --single-step every issue has added its own products.
  const bool in_bursts = burst_limit() > Cycles{0};
  if (work_.values && in_bursts) multipliers_.multiply_block(*block_, first_vector_, group_);
  entry_ = entry_of(vector_);
  block_ = nullptr;
}

void Pe::wait_for_entry(kernel::Burst& burst, std::size_t entry) {
  if (entry < wiring_.weights.pushed()) {
    wait(burst, wiring_.weights.visible_from(entry), starved());
  } else {
    starving_ = true;
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
  if (never_report_) return;
  wiring_.done.arrive(burst.at() - Cycles{1});
}

}  // namespace gossamer::arch::scnn
