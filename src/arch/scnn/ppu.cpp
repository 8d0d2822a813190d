// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/ppu.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::scnn {

using core::Activity;
using core::Cycles;

Ppu::Ppu(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
         const Wiring& wiring, const Work& work)
    : planar::Ppu{name,
                  simulation,
                  wiring,
                  {work.image.plan.layer.conv, work.outputs, params.activation_format(),
                   work.arithmetic, params.ppu.width, work.output_mask}},
      params_{params},
      work_{work},
      sums_{work.image.plan.grid.mapping == Mapping::channel
                ? make_reduction(work.image, work.pe, work.accumulators)
                : make_halo_exchange(work.image, work.pe, work.accumulators)} {}

std::string Ppu::waits_for() const {
  return fmt::format("{} messages to come", arrivals_left_);
}

void Ppu::begin(std::uint32_t step) {
  step_ = step;
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
  exchange_stats_.transfer += values;
  out_links[link]->push_at(std::move(message), link_free_[link] - Cycles{1});
}

std::optional<Activity> Ppu::complete() {
  for (auto& link : in_links) {
    while (link && link->can_pop()) receive(link->pop());
  }
  if (links_quiet_ > now()) {
    sleep_until(links_quiet_);
    return Activity::busy;
  }
  if (arrivals_left_ == 0) return std::nullopt;
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
  exchange_stats_.add_halo += received.added;
  if (!received.passed) return;
  if (received.added > 0) stats_.read += received.passed->sums.size();
  send(std::move(*received.passed));
}

planar::Ppu::OwnSums Ppu::own_sums() const {
  const std::uint32_t first_filter = work_.image.group(step_).first_filter;
  std::vector<std::uint32_t> filters = sums_->own_filters();
  for (std::uint32_t& filter : filters) filter += first_filter;
  return {sums_->own_sums(), std::move(filters), work_.image.tiling(step_).output(work_.pe)};
}

void Ppu::clear(std::uint32_t step) {
  work_.accumulators.clear(step);
}

}  // namespace gossamer::arch::scnn
