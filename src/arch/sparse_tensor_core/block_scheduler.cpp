// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/block_scheduler.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernel/simulation.hpp"

namespace gossamer::arch::sparse_tensor_core {

using core::Activity;

BlockScheduler::BlockScheduler(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                               const SmWork& work, bool ends_the_run)
    : Module{name, simulation},
      work_{work},
      ends_the_run_{ends_the_run},
      running_warps_(work.resident) {}

void BlockScheduler::connect(kernel::Channel<Launch>& to) {
  out_launches_.emplace_back(*this).bind(to);
}

std::string BlockScheduler::state() const {
  return fmt::format("{} of {} blocks launched, {} ended", launched_, work_.tiles.size(), ended_);
}

Activity BlockScheduler::step() {
  while (in_stored.can_pop()) {
    std::uint32_t& running = running_warps_[in_stored.pop().slot];
    if (--running == 0) ++ended_;
  }
  bool launched = false;
  while (launch()) launched = true;
  if (ended_ == work_.tiles.size() && ends_the_run_) simulation().finish(now());
  if (launched) return Activity::busy;
  sleep();
  return ended_ == work_.tiles.size() ? Activity::idle : Activity::wait_input;
}

bool BlockScheduler::launch() {
  if (launched_ == work_.tiles.size()) return false;
  const auto free = std::find(running_warps_.begin(), running_warps_.end(), 0U);
  const bool room = std::all_of(out_launches_.begin(), out_launches_.end(),
                                [](const auto& out) { return out.can_push(); });
  if (free == running_warps_.end() || !room) return false;
  *free = work_.program.warps;
  const auto slot = static_cast<std::uint32_t>(free - running_warps_.begin());
  for (auto& out : out_launches_) out.push({slot, work_.tiles[launched_]});
  ++launched_;
  return true;
}

}  // namespace gossamer::arch::sparse_tensor_core
