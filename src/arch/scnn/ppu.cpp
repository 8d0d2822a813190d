// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/ppu.hpp"

#include <fmt/format.h>

#include <algorithm>

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
      own_{work.plan.tiling.output(work.pe)},
      footprint_{work.plan.tiling.footprint(work.pe)} {
  wiring_.starts.add_reader(*this);
}

std::string Ppu::state() const {
  switch (state_) {
    case State::waiting_for_start:
      return fmt::format("waits for start {}", start_number_);
    case State::exchanging:
      return fmt::format("group {}, {} messages to come", group_, arrivals_left_);
    case State::draining:
      return fmt::format("group {}, {} edges of draining left", group_, drain_left_.count());
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
  if (start_number_ < starts.pushed() && starts.visible_from(start_number_) <= now()) {
    const GroupStart start = starts.entry(start_number_);
    starts.release(start_number_++, now());
    if (start.end_of_layer) {
      state_ = State::stopped;
    } else if (start.group > 0) {
      begin_exchange(start.group - 1);
      return exchange();
    }
  }
  sleep();
  return Activity::idle;
}

void Ppu::begin_exchange(std::uint32_t group) {
  group_ = group;
  state_ = State::exchanging;
  lost_in_group_ = false;
  arrivals_left_ = work_.plan.halos.arrivals[work_.pe];
  link_free_.fill(now());
  links_quiet_ = now();
  footprint_sums_ = work_.accumulators.read(group_, this->group().filters);
  own_sums_.assign(std::size_t{this->group().filters} * own_.area(), 0);
  const Rect inside = intersect(own_, intersect(work_.plan.tiling.reach(work_.pe), footprint_));
  if (!inside.empty()) add_own(inside, gather({work_.pe, inside}).sums);
  for (const HaloRegion& region : work_.plan.halos.sends[work_.pe]) {
    HaloMessage message = gather(region);
    stats_.read += message.sums.size();
    send(std::move(message));
  }
}

HaloMessage Ppu::gather(const HaloRegion& region) const {
  const Rect& r = region.outputs;
  HaloMessage message{region.owner, r, {}};
  message.sums.reserve(std::size_t{group().filters} * r.area());
  const auto width = footprint_.width();
  for (std::int32_t k = 0; k < static_cast<std::int32_t>(group().filters); ++k) {
    for (std::int32_t y = r.y0; y < r.y1; ++y) {
      const auto row =
          footprint_sums_.begin() + (k * footprint_.height() + y - footprint_.y0) * width;
      message.sums.insert(message.sums.end(), row + (r.x0 - footprint_.x0),
                          row + (r.x1 - footprint_.x0));
    }
  }
  return message;
}

// The whole message leaves before the receiver sees it; a link sends one message after the other.
void Ppu::send(HaloMessage message) {
  const std::uint32_t link = link_towards(work_.pe, message.owner, params_.pe.cols);
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
    const std::uint64_t sums = own_sums_.size();
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

void Ppu::receive(HaloMessage message) {
  --arrivals_left_;
  if (message.owner != work_.pe) {
    send(std::move(message));
    return;
  }
  stats_.add_halo += message.sums.size();
  if (lose_halos_ && !lost_in_group_) {
    lost_in_group_ = true;
    ++lost_;
    return;
  }
  add_own(message.outputs, message.sums);
}

void Ppu::add_own(const Rect& outputs, const std::vector<std::uint32_t>& sums) {
  auto from = sums.begin();
  for (std::uint32_t k = 0; k < group().filters; ++k) {
    for (std::int32_t y = outputs.y0; y < outputs.y1; ++y) {
      const std::size_t row =
          std::size_t{k} * own_.area() +
          static_cast<std::size_t>((y - own_.y0) * own_.width() + outputs.x0 - own_.x0);
      for (std::size_t x = 0; x < static_cast<std::size_t>(outputs.width()); ++x) {
        own_sums_[row + x] += *from++;
      }
    }
  }
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
  stats_.read += own_sums_.size();
  stats_.process += own_sums_.size();
  std::vector<std::int16_t> tile;
  for (std::uint32_t k = 0; k < group().filters && !own_.empty(); ++k) {
    tile.clear();
    for (std::int32_t y = own_.y0; y < own_.y1; ++y) {
      for (std::int32_t x = own_.x0; x < own_.x1; ++x) tile.push_back(output(k, y, x));
    }
    const std::uint32_t stored = work_.outputs.append(tile.data());
    stats_.write += (stored + params_.pe.i - 1) / params_.pe.i;
  }
  work_.accumulators.clear(group_);
  state_ = State::waiting_for_start;
}

std::int16_t Ppu::output(std::uint32_t filter, std::int32_t y, std::int32_t x) const {
  if (work_.output_mask != nullptr) {
    const auto& conv = work_.plan.conv;
    const std::size_t plane = std::size_t{group().first_filter + filter} * conv.out_height();
    return work_.output_mask[(plane + static_cast<std::size_t>(y)) * conv.out_width() +
                             static_cast<std::size_t>(x)];
  }
  const std::size_t at = std::size_t{filter} * own_.area() +
                         static_cast<std::size_t>((y - own_.y0) * own_.width() + x - own_.x0);
  return work_.arithmetic.output(numerics::wrap24(own_sums_[at]));
}

}  // namespace gossamer::arch::scnn
