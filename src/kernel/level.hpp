// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/cycles.hpp"
#include "kernel/recorder.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::kernel {

/// Tells a recording what a buffer inside a module holds. Edges given to gain() and those given to
/// lose() never decrease, and must not depend on how far a module is ahead of the clock.
class Level {
 public:
  Level(const Simulation& simulation, const std::string& name, const std::string& unit,
        std::uint64_t capacity) {
    Recorder* recorder = simulation.settings().recorder;
    if (recorder != nullptr) record_ = recorder->level(name, unit, capacity);
  }

  void gain(core::Edge at, std::uint64_t count) {
    if (record_ != nullptr) record_->gain(at, count);
  }
  void lose(core::Edge at, std::uint64_t count) {
    if (record_ != nullptr) record_->lose(at, count);
  }

 private:
  LevelRecord* record_ = nullptr;
};

}  // namespace gossamer::kernel
