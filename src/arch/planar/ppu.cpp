// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/ppu.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/work_share.hpp"

namespace gossamer::arch::planar {

using core::Activity;
using core::Cycles;

Ppu::Ppu(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Wiring& wiring,
         const Outputs& outputs)
    : Module{name, simulation}, wiring_{wiring}, outputs_{outputs} {
  starts_reader_ = wiring_.starts.add_reader(*this);
}

std::string Ppu::state() const {
  switch (state_) {
    case State::waiting_for_start:
      return fmt::format("waits for start {}", start_number_);
    case State::completing:
      return fmt::format("step {}, {}", step_, waits_for());
    case State::draining:
      return fmt::format("step {}, {} edges of draining left", step_, drain_left_.count());
    case State::stopped:
      break;
  }
  return "layer done";
}

Activity Ppu::step() {
  switch (state_) {
    case State::completing:
      return completing();
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
    const StepStart start = starts.entry(start_number_);
    starts.release(starts_reader_, start_number_++, now());
    if (start.end_of_layer) {
      state_ = State::stopped;
    } else if (start.step > 0) {
      step_ = start.step - 1;
      state_ = State::completing;
      begin(step_);
      return completing();
    }
  }
  sleep();
  return Activity::idle;
}

Activity Ppu::completing() {
  if (const auto spent = complete()) return *spent;
  wiring_.halos.arrive(now());
  state_ = State::draining;
  const std::uint64_t sums = own_sums().sums.size();
  drain_left_ = Cycles{(sums + outputs_.width - 1) / outputs_.width};
  return drain();
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
  const OwnSums own = own_sums();
  stats_.read += own.sums.size();
  stats_.process += own.sums.size();
  auto sum = own.sums.begin();
  std::vector<std::int16_t> tile;
  for (const std::uint32_t filter : own.filters) {
    tile.clear();
    for (std::int32_t y = own.outputs.y0; y < own.outputs.y1; ++y) {
      for (std::int32_t x = own.outputs.x0; x < own.outputs.x1; ++x, ++sum) {
        tile.push_back(outputs_.mask == nullptr ? outputs_.arithmetic.output(numerics::wrap24(*sum))
                                                : masked_output(filter, y, x));
      }
    }
    stats_.write +=
        outputs_.format.vectors(outputs_.store.append(step_, filter, own.outputs, tile.data()));
  }
  clear(step_);
  state_ = State::waiting_for_start;
}

std::int16_t Ppu::masked_output(std::uint32_t filter, std::int32_t y, std::int32_t x) const {
  const workload::Conv2d& conv = outputs_.conv;
  const std::size_t row = std::size_t{filter} * conv.out_height() + static_cast<std::size_t>(y);
  return outputs_.mask[row * conv.out_width() + static_cast<std::size_t>(x)];
}

}  // namespace gossamer::arch::planar
