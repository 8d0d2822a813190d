// SPDX-License-Identifier: Apache-2.0
#include "kernel/channel_base.hpp"

#include "core/errors.hpp"
#include "kernel/recorder.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::kernel {

ChannelBase::ChannelBase(Simulation& simulation, std::string name) : name_{std::move(name)} {
  const std::uint32_t index = simulation.add(*this);
  const std::uint64_t seed = simulation.settings().stall_seed;
  if (seed != 0) stalls_.emplace(seed, name_ + "#" + std::to_string(index));
}

void ChannelBase::record_level(const Simulation& simulation, std::uint64_t capacity) {
  Recorder* recorder = simulation.settings().recorder;
  if (recorder != nullptr) level_ = recorder->level(name_, "entries", capacity);
}

void ChannelBase::broken(const char* rule) const {
  throw core::SimulationStuck("channel '" + name_ + "': " + rule);
}

std::uint64_t ChannelBase::random_delay() {
  // Mostly none, sometimes a few edges: enough to shift every rendezvous against every other.
  const std::uint32_t word = stalls_->next();
  return word % 4 == 0 ? (word >> 8) % 8 : 0;
}

}  // namespace gossamer::kernel
