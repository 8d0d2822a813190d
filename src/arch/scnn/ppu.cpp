// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/ppu.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/work_share.hpp"

namespace gossamer::arch::scnn {

using core::Activity;
using core::Cycles;
using core::Edge;

Ppu::Ppu(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
         const Wiring& wiring, const Work& work)
    : Module{name, simulation},
      params_{params},
      wiring_{wiring},
      work_{work},
      sums_{work.image.plan.grid.mapping == Mapping::channel
                ? make_reduction(work.image, work.pe, work.accumulators)
                : make_halo_exchange(work.image, work.pe, work.accumulators)} {
  starts_reader_ = wiring_.starts.add_reader(*this);
}

std::string Ppu::state() const {
  switch (state_) {
    case State::waiting_for_start:
      return fmt::format("waits for start {}", start_number_);
    case State::exchanging:
      return fmt::format("step {}, {} messages to come", step_, arrivals_left_);
    case State::draining:
      return fmt::format("step {}, {} edges of draining left", step_, drain_left_.count());
    case State::stopped:
      break;
  }
  return "layer done";
}

Activity Ppu::step() {
  switch (state_) {
    case State::exchanging:
      return exchange();
    case State::draining:
      return drain();
    case State::waiting_for_start:
      return wait_for_start();
    case State::stopped:
      break;
  }
  sleep();
  return Activity::idle;
}

Activity Ppu::wait_for_start() {
  auto& starts = wiring_.starts;
  while (start_number_ < starts.pushed() && starts.visible_from(start_number_) <= now()) {
    const GroupStart start = starts.entry(start_number_);
    starts.release(starts_reader_, start_number_++, now());
    if (start.end_of_layer) {
      state_ = State::stopped;
    } else if (start.step > 0) {
      begin_exchange(start.step - 1);
      return exchange();
    }
  }
  sleep();
  return Activity::idle;
}

void Ppu::begin_exchange(std::uint32_t step) {
  step_ = step;
  state_ = State::exchanging;
  lost_in_group_ = false;
  link_free_.fill(now());
  links_quiet_ = now();
  auto messages = sums_->begin(step);
  arrivals_left_ = sums_->arrivals();
  for (SumMessage& message : messages) {
    stats_.read += message.sums.size();
    send(std::move(message));
  }
}

// The whole message leaves before the receiver sees it; a link sends one message after the other.
void Ppu::send(SumMessage message) {
  const std::uint32_t link = link_towards(work_.pe, message.next, params_.pe.cols);
  const std::uint64_t values = message.sums.size();
  const Cycles edges{(values + params_.ppu.link_values - 1) / params_.ppu.link_values};
  link_free_[link] = std::max(link_free_[link], now()) + edges;
  links_quiet_ = std::max(links_quiet_, link_free_[link]);
  stats_.transfer += values;
  out_links[link]->push_at(std::move(message), link_free_[link] - Cycles{1});
}

Activity Ppu::exchange() {
  for (auto& link : in_links) {
    while (link && link->can_pop()) receive(link->pop());
  }
  if (arrivals_left_ == 0 && links_quiet_ <= now()) {
    wiring_.halos.arrive(now());
    state_ = State::draining;
    const std::uint64_t sums = sums_->own_sums().size();
    drain_left_ = Cycles{(sums + params_.ppu.width - 1) / params_.ppu.width};
    return drain();
  }
  if (links_quiet_ > now()) {
    sleep_until(links_quiet_);
    return Activity::busy;
  }
  sleep();
  return Activity::wait_input;
}

void Ppu::receive(SumMessage message) {
  --arrivals_left_;
  const bool meant_for_others =
      work_.image.plan.grid.mapping == Mapping::planar && message.owner != work_.pe;
  if (lose_halos_ && !lost_in_group_ && !meant_for_others) {
    lost_in_group_ = true;
    ++lost_;
    std::fill(message.sums.begin(), message.sums.end(), 0U);
  }
  auto received = sums_->receive(std::move(message));
  stats_.add_halo += received.added;
  if (!received.passed) return;
  if (received.added > 0) stats_.read += received.passed->sums.size();
  send(std::move(*received.passed));
}

Activity Ppu::drain() {
  kernel::Burst burst{*this};
  if (drain_left_ == Cycles{0}) {  // owns no outputs: this edge went into hearing of the start
    write_outputs();
    wiring_.drained.arrive(now());
    return Activity::busy;
  }
  const Cycles edges = std::min(drain_left_, burst.room());
  burst.add(Activity::busy, edges);
  drain_left_ = drain_left_ - edges;
  if (drain_left_ == Cycles{0}) {
    write_outputs();
    wiring_.drained.arrive(burst.at() - Cycles{1});
  }
  return burst.end();
}

void Ppu::write_outputs() {
  const core::WorkScope scope{core::Work::compression};
  const std::vector<std::uint32_t>& sums = sums_->own_sums();
  const Rect own = work_.image.tiling(step_).output(work_.pe);
  const std::uint32_t first_filter = work_.image.group(step_).first_filter;
  stats_.read += sums.size();
  stats_.process += sums.size();
  auto sum = sums.begin();
  std::vector<std::int16_t> tile;
  for (const std::uint32_t filter : sums_->own_filters()) {
    tile.clear();
    for (std::int32_t y = own.y0; y < own.y1; ++y) {
      for (std::int32_t x = own.x0; x < own.x1; ++x, ++sum) {
        tile.push_back(work_.output_mask == nullptr
                           ? work_.arithmetic.output(numerics::wrap24(*sum))
                           : masked_output(first_filter + filter, y, x));
      }
    }
    const std::uint32_t stored =
        work_.outputs.append(step_, first_filter + filter, own, tile.data());
    stats_.write += (stored + params_.pe.i - 1) / params_.pe.i;
  }
  work_.accumulators.clear(step_);
  state_ = State::waiting_for_start;
}

std::int16_t Ppu::masked_output(std::uint32_t filter, std::int32_t y, std::int32_t x) const {
  const auto& conv = work_.image.plan.layer.conv;
  const std::size_t row = std::size_t{filter} * conv.out_height() + static_cast<std::size_t>(y);
  return work_.output_mask[row * conv.out_width() + static_cast<std::size_t>(x)];
}

}  // namespace gossamer::arch::scnn
