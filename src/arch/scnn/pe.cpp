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
      queues_{params.accumulator, work.kernels} {
  if (!work_.has_tile) return;
  wiring_.weights.add_reader(*this);
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
  stats_.fifo_write += block_->vectors() - first_vector_;
  hold_activation();
}

void Pe::hold_activation() {
  const ActivationVector held = work_.activations.vector(activation_);
  vector_ = first_vector_;
  rows_.clear();
  useful_.clear();
  for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
    if (held.values[lane] == 0) continue;  // a placeholder has no products
    const ScatterRow row = block_->row(held.keys[lane]);
    rows_.push_back(row.products);
    useful_.push_back(row.useful_before);
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
    ++stats_.iaram_read;
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
  count_issues(vector_, vector_ + 1);
  add_products(vector_, vector_ + 1);
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
  count_issues(vector_, seen_);
  add_products(vector_, seen_);
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
    return;
  }
  entry_ = entry_of(vector_);
  block_ = nullptr;
}

void Pe::count_issues(std::uint32_t first, std::uint32_t last) {
  const ActivationVector held = work_.activations.vector(activation_);
  const std::uint64_t lanes = std::uint64_t{last - first} * params_.pe.multipliers();
  const std::uint64_t pairs = std::uint64_t{held.elements} * block_->elements(first, last);
  const std::uint64_t products = std::uint64_t{held.nonzeros} * block_->nonzeros(first, last);
  std::uint64_t useful = 0;
  for (const std::uint32_t* before : useful_) useful += before[last] - before[first];

  slots_.add(Slot::useful, useful);
  slots_.add(Slot::outside_plane, products - useful);
  slots_.add(Slot::placeholder, pairs - products);
  slots_.add(Slot::partial_vector, lanes - pairs);
  stats_.fifo_read += last - first;
  stats_.multiply += products;
  stats_.multiply_zero += pairs - products;
  stats_.compute += products;
  stats_.transfer += useful;
  stats_.push += useful;
  stats_.pop += useful;
  stats_.accumulate += useful;
}

void Pe::add_products(std::uint32_t first, std::uint32_t last) {
  if (!work_.values) return;
  const ActivationVector held = work_.activations.vector(activation_);
  std::uint32_t* sums = work_.accumulators.set(group_).data();
  const std::uint32_t from = first * params_.pe.f;
  const std::uint32_t count = (last - first) * params_.pe.f;
  for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
    work_.kernels.multiply_add(sums + held.offsets[lane], held.values[lane],
                               block_->values() + from, block_->offsets() + from, count,
                               work_.product_shift);
  }
  if (lose_product_) take_back_one_product(first, last);
}

// A pair whose products are all inside the plane, and a product that no output shift up to 12
// hides.
void Pe::take_back_one_product(std::uint32_t first, std::uint32_t last) {
  const ActivationVector held = work_.activations.vector(activation_);
  std::uint32_t* sums = work_.accumulators.set(group_).data();
  constexpr std::int32_t visible = 1 << 12;
  if (rows_.size() != held.elements) return;  // a placeholder is among them
  for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
    if (useful_[lane][last] - useful_[lane][first] != block_->nonzeros(first, last)) continue;
    const std::uint32_t e = first * params_.pe.f;
    const std::int32_t product = (held.values[lane] * block_->values()[e]) >> work_.product_shift;
    if (product > -visible && product < visible) continue;
    sums[held.offsets[lane] + block_->offsets()[e]] -= static_cast<std::uint32_t>(product);
    lose_product_ = false;
    return;
  }
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
