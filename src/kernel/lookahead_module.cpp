// SPDX-License-Identifier: Apache-2.0
#include "kernel/lookahead_module.hpp"

#include <algorithm>

namespace gossamer::kernel {

using core::Activity;
using core::Cycles;
using core::Edge;

Activity LookaheadModule::step() {
  Burst burst{*this};
  while (!burst.full()) {
    const Edge at = burst.at();
    const bool acted = act(at);
    if (!burst.empty() && !is_certain(at)) break;
    if (acted) {
      burst.add(Activity::busy, Cycles{1});
      continue;
    }
    Edge next{};
    if (!is_certain(at) || !next_event(at, next)) break;
    burst.add(waiting(), std::min(next - at, burst.room()));
  }
  if (!burst.empty()) return burst.end();
  Edge next{};
  if (next_event(now(), next)) {
    sleep_until(next);
  } else {
    sleep();
  }
  return waiting();
}

}  // namespace gossamer::kernel
