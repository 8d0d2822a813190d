// SPDX-License-Identifier: Apache-2.0
#include "kernel/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"
#include "core/work_share.hpp"
#include "kernel/channel_base.hpp"
#include "kernel/module.hpp"
#include "kernel/recorder.hpp"

// SystemC's library refers to it; the program has a main of its own.
int sc_main(int /*argc*/, char* /*argv*/[]) {
  return 0;
}

namespace gossamer::kernel {

using core::Activity;
using core::Cycles;
using core::Edge;

namespace {

sc_core::sc_time period_of(double clock_ghz) {
  return {std::round(1e6 / clock_ghz), sc_core::SC_FS};
}

}  // namespace

Context::Context() : context_{std::make_unique<sc_core::sc_simcontext>()} {
  sc_core::sc_curr_simcontext = context_.get();
  sc_core::sc_default_global_context = context_.get();
  sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
  sc_core::sc_set_time_resolution(1, sc_core::SC_FS);
}

Context::~Context() {
  context_.reset();
  sc_core::sc_curr_simcontext = nullptr;
  sc_core::sc_default_global_context = nullptr;
}

Simulation::Simulation(const Settings& settings)
    : settings_{settings},
      clock_{std::make_unique<Clock>(period_of(settings.clock_ghz), settings.module_order)},
      clock_process_{std::make_unique<ClockProcess>("clock_process", *clock_)} {
  if (settings_.recorder != nullptr) settings_.recorder->begin_run();
}

Simulation::~Simulation() = default;

std::uint32_t Simulation::add(Module& module) {
  modules_.push_back(&module);
  return static_cast<std::uint32_t>(modules_.size() - 1);
}

std::uint32_t Simulation::add(ChannelBase& channel) {
  channels_.push_back(&channel);
  return static_cast<std::uint32_t>(channels_.size() - 1);
}

void Simulation::run() {
  const core::WorkScope scope{core::Work::kernel};
  if (settings_.recorder != nullptr) settings_.recorder->check_names();
  sc_core::sc_start();
  if (error_) std::rethrow_exception(error_);
  if (!finished_) {
    throw core::SimulationStuck("deadlock: no module can take another step\n" + dump());
  }
  for (Module* module : modules_) module->close_books(end_);
}

void Simulation::finish(Edge last) {
  finished_ = true;
  end_ = last + Cycles{1};
  stop();
}

void Simulation::progress(const Module& module, Activity what) {
  if (what == Activity::busy || module.now() != clock_->now()) {
    last_progress_ = std::max(last_progress_, module.now());
  } else if (module.now() > last_progress_ + settings_.watchdog) {
    if (!somebody_sleeps_busy()) {
      throw core::SimulationStuck(
          fmt::format("no module was busy for {} edges\n{}", settings_.watchdog.count(), dump()));
    }
    last_progress_ = module.now();
  }
}

void Simulation::busy_until(Edge edge) {
  last_progress_ = std::max(last_progress_, edge - Cycles{1});
}

// Edges of work that are slept through, as of a long DRAM transfer, are booked only on waking.
bool Simulation::somebody_sleeps_busy() const {
  return std::any_of(modules_.begin(), modules_.end(), [](const Module* module) {
    return module->asleep_ && module->last_ == Activity::busy;
  });
}

void Simulation::fail(std::exception_ptr error) {
  if (!error_) error_ = std::move(error);
  stop();
}

void Simulation::stop() {
  clock_->stop();
  sc_core::sc_stop();
}

std::string Simulation::dump() const {
  std::string text = fmt::format("edge {}\n", clock_->now().number());
  for (const Module* module : modules_) {
    const auto& activity = module->activity();
    text += fmt::format("  {:<16} {}", module->name(), module->state());
    for (std::size_t i = 0; i < core::activity_names.size(); ++i) {
      text += fmt::format("  {} {}", core::activity_names[i],
                          activity.of(static_cast<Activity>(i)).count());
    }
    text += '\n';
  }
  std::size_t idle = 0;
  for (const ChannelBase* channel : channels_) {
    idle += channel->idle() ? 1 : 0;
    if (channel->idle()) continue;
    text += fmt::format("  {:<16} {}\n", channel->name(), channel->state());
  }
  if (idle > 0) text += fmt::format("  {} other channels are empty\n", idle);
  return text;
}

}  // namespace gossamer::kernel
