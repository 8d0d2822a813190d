// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "core/activity.hpp"
#include "core/cycles.hpp"
#include "kernel/clock.hpp"

namespace gossamer::kernel {

class ChannelBase;
class Module;
class Recorder;

/// How time passes. None of it may change a result but `stall_seed`, which changes cycles and no
/// value.
struct Settings {
  double clock_ghz = 1.0;
  bool single_step = false;        ///< no bursts, no sleep
  std::uint64_t module_order = 0;  ///< other than 0: shuffles the modules of each edge
  std::uint64_t stall_seed = 0;    ///< other than 0: channels delay at random
  core::Cycles watchdog{200'000};  ///< edges without a busy module before the run counts as stuck
  Recorder* recorder = nullptr;    ///< told when what happens; null: nothing is recorded
};

/// A SystemC context of its own, as SystemC 2.3.4 allows when no other simulation is alive: makes
/// simulations in one process independent of each other.
class Context {
 public:
  Context();
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

 private:
  std::unique_ptr<sc_core::sc_simcontext> context_;
};

/// One run of one machine. Construct it first, then modules and channels, then run(); it must
/// outlive them.
class Simulation {
 public:
  explicit Simulation(const Settings& settings);
  ~Simulation();

  /// Runs until finish(). Throws SimulationStuck with a dump of every module and channel if nothing
  /// can happen any more or the watchdog finds no progress, and whatever a module threw.
  void run();

  /// Called by the machine's controller in its step(): the run ends with the edge `last`.
  void finish(core::Edge last);

  /// Edges of the whole run.
  core::Cycles cycles() const { return end_ - core::Edge{0}; }

  Clock& clock() { return *clock_; }
  const Settings& settings() const { return settings_; }
  const std::vector<Module*>& modules() const { return modules_; }

  /// A line per module: its state and the activities booked so far; and one per channel that holds
  /// something.
  std::string dump() const;

 private:
  friend class ChannelBase;
  friend class Module;

  std::uint32_t add(Module& module);
  std::uint32_t add(ChannelBase& channel);
  void progress(const Module& module, core::Activity what);
  void busy_until(core::Edge edge);
  bool somebody_sleeps_busy() const;
  void fail(std::exception_ptr error);
  void stop();
  bool failed() const { return error_ != nullptr; }

  Settings settings_;
  Context context_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<ClockProcess> clock_process_;
  std::vector<Module*> modules_;
  std::vector<ChannelBase*> channels_;
  std::exception_ptr error_;
  bool finished_ = false;
  core::Edge end_{};
  core::Edge last_progress_{};
};

}  // namespace gossamer::kernel
