// SPDX-License-Identifier: Apache-2.0
#include "memory/tile_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gossamer::memory {

using core::Activity;

TileLoader::TileLoader(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                       std::vector<Stored> loads, std::uint64_t capacity_bytes,
                       std::uint32_t burst_bytes, TileSink& sink)
    : Module{name, simulation},
      loads_{std::move(loads)},
      capacity_bytes_{capacity_bytes},
      burst_bytes_{burst_bytes},
      sink_{sink},
      arrivals_(loads_.size()),
      held_{simulation, fmt::format("{} held", this->name()), "bytes", capacity_bytes} {}

std::string TileLoader::state() const {
  return fmt::format("{} of {} tiles complete, {} of {} bytes held", complete_, loads_.size(),
                     held_bytes_, capacity_bytes_);
}

Activity TileLoader::step() {
  take_responses();
  take_releases();
  complete_loads();
  if (request()) return Activity::busy;
  sleep();
  if (complete_ < load_ || offset_ > 0) return Activity::wait_input;
  return load_ < loads_.size() ? Activity::wait_output : Activity::idle;
}

// The tag of a request is the number of its load.
void TileLoader::take_responses() {
  while (in_responses.can_pop()) --arrivals_[in_responses.pop().tag].missing_bursts;
}

void TileLoader::take_releases() {
  while (in_released.can_pop()) {
    const std::uint64_t bytes = loads_[in_released.pop()].bytes;
    held_bytes_ -= bytes;
    held_.lose(now(), bytes);
  }
}

void TileLoader::complete_loads() {
  while (complete_ < load_ && arrivals_[complete_].missing_bursts == 0) {
    auto& bytes = arrivals_[complete_].bytes;
    if (lost_ == complete_) std::fill(bytes.begin(), bytes.end(), std::uint8_t{0});
    sink_.arrived(static_cast<std::uint32_t>(complete_), bytes);
    std::vector<std::uint8_t>{}.swap(bytes);  // an empty list assigned would keep the memory
    out_complete.push(static_cast<std::uint32_t>(complete_++));
  }
}

bool TileLoader::burst_fits() const {
  const std::uint64_t next = std::min<std::uint64_t>(burst_bytes_, loads_[load_].bytes - offset_);
  return held_bytes_ + next <= capacity_bytes_;
}

bool TileLoader::request() {
  bool asked = false;
  while (load_ < loads_.size() && burst_fits() && out_requests.can_push()) {
    const Stored& stored = loads_[load_];
    Arrival& arrival = arrivals_[load_];
    if (offset_ == 0) {
      arrival.bytes.resize(stored.bytes);
      arrival.missing_bursts = (stored.bytes + burst_bytes_ - 1) / burst_bytes_;
    }
    const auto bytes =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(burst_bytes_, stored.bytes - offset_));
    out_requests.push({stored.address + offset_, bytes, false, arrival.bytes.data() + offset_,
                       static_cast<std::uint32_t>(load_)});
    offset_ += bytes;
    held_bytes_ += bytes;
    held_.gain(now(), bytes);
    bytes_ += bytes;
    asked = true;
    if (offset_ < stored.bytes) continue;
    offset_ = 0;
    ++load_;
  }
  return asked;
}

}  // namespace gossamer::memory
