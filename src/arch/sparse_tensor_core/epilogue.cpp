// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/epilogue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::sparse_tensor_core {

using core::Activity;
using core::Cycles;

Epilogue::Epilogue(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                   const SmParams& params, const SmWork& work)
    : Module{name, simulation}, params_{params}, work_{work} {}

void Epilogue::connect(kernel::Channel<WarpDone>& from_sub_core) {
  in_done_.emplace_back(*this).bind(from_sub_core);
}

std::string Epilogue::state() const {
  return fmt::format("{} warps stored", stored_);
}

Activity Epilogue::step() {
  if (now() >= port_free_ && !store()) {
    sleep();
    const bool waits =
        std::any_of(in_done_.begin(), in_done_.end(), [](const auto& in) { return in.can_pop(); });
    return waits ? Activity::wait_output : Activity::wait_input;
  }
  sleep_until(port_free_);
  return Activity::busy;
}

bool Epilogue::store() {
  if (!out_stored.can_push() || (out_stores.bound() && !out_stores.can_push())) return false;
  for (std::size_t n = 0; n < in_done_.size(); ++n) {
    auto& in = in_done_[(turn_ + n) % in_done_.size()];
    if (!in.can_pop()) continue;
    turn_ += n + 1;
    const WarpDone done = in.pop();
    const std::uint64_t bytes =
        work_.map == nullptr ? 0 : work_.map->output_bytes(done.tile, done.warp);
    const std::uint64_t port = params_.l2_bytes_per_edge;
    port_free_ = now() + Cycles{std::max<std::uint64_t>(1, (bytes + port - 1) / port)};
    if (out_stores.bound()) out_stores.push_at(done, port_free_ - Cycles{1});
    out_stored.push_at({done.slot}, port_free_ - Cycles{1});
    ++stored_;
    return true;
  }
  return false;
}

}  // namespace gossamer::arch::sparse_tensor_core
