// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/cycles.hpp"
#include "core/random.hpp"

namespace gossamer::kernel {

class LevelRecord;
class Simulation;

/// What every channel has: a name, a line for the dump, and the random delays of a stall test.
class ChannelBase {
 public:
  ChannelBase(Simulation& simulation, std::string name);
  virtual ~ChannelBase() = default;
  ChannelBase(const ChannelBase&) = delete;
  ChannelBase& operator=(const ChannelBase&) = delete;

  const std::string& name() const { return name_; }

  /// Leaves it out of recordings, which would depend on bursts: for a channel whose reader, when it
  /// is ahead of the clock, comes later for entries than edge by edge.
  void hide_level() { level_ = nullptr; }

  /// One line on what the channel holds, for the dump of a deadlock.
  virtual std::string state() const = 0;
  /// Nothing is in it and nobody waits at it: the dump leaves it out.
  virtual bool idle() const = 0;

 protected:
  /// The edge from which the other side sees what was done at `edge`: the next one (that is what
  /// makes a channel registered), or a few later in a stall test.
  core::Edge visible_from(core::Edge edge) {
    return edge + core::Cycles{stalls_ ? 1 + random_delay() : 1};
  }

  /// A module broke the channel's rules: throws SimulationStuck with the channel's name. In every
  /// build, since what would follow is a wrong result in silence.
  [[noreturn]] void broken(const char* rule) const;

  /// A recording is to show how many entries there are, `capacity` at most: what was done at an
  /// edge changes the level from the edge at which the other side sees it.
  void record_level(const Simulation& simulation, std::uint64_t capacity);

  LevelRecord* level_ = nullptr;  // null if nothing is recorded

 private:
  std::uint64_t random_delay();

  std::string name_;
  std::optional<core::RandomStream> stalls_;
};

}  // namespace gossamer::kernel
