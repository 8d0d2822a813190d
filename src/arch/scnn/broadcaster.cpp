// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/broadcaster.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::scnn {

using core::Activity;
using core::Cycles;
using core::Edge;

Broadcaster::Broadcaster(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                         const Params& params, kernel::BroadcastChannel<WeightVector>& out_vectors)
    : Module{name, simulation}, params_{params}, out_vectors_{out_vectors} {
  out_vectors.connect_producer(*this);
}

std::string Broadcaster::state() const {
  if (!has_current_) return "no block in hand";
  if (!current_.block) return "end of a group in hand";
  return fmt::format("vector {} of {} of channel {}", vector_, current_.block->vectors(),
                     current_.block->channel());
}

bool Broadcaster::have_block(Edge at) {
  if (has_current_) return true;
  if (!in_blocks.can_pop_at(at)) return false;
  current_ = in_blocks.pop_at(at);
  has_current_ = true;
  vector_ = 0;
  if (lose_vector_ && current_.block && current_.block->vectors() > 1) {
    vector_ = 1;
    lose_vector_ = false;
  }
  return true;
}

void Broadcaster::send_vector(Edge at) {
  out_vectors_.push({current_.block, vector_}, at);
  if (current_.block) ++transfer_;
  ++vector_;
  if (!current_.block || vector_ == current_.block->vectors()) {
    current_.block.reset();
    has_current_ = false;
  }
}

std::uint32_t Broadcaster::send_vectors(Edge at) {
  std::uint32_t sent = 0;
  Edge room{};
  while (sent < params_.weights.broadcast_vectors && have_block(at) && out_vectors_.room(room) &&
         room <= at) {
    send_vector(at);
    ++sent;
  }
  return sent;
}

// Of an edge that the kernel has not reached, a missing block or an occupied slot says nothing: it may
// be there by then. Certain are an edge that is full of this block's vectors, and one that ends
// at a slot known to be free only later.
bool Broadcaster::certain(Edge at) const {
  if (!has_current_ || !current_.block) return false;
  Edge room{};
  for (std::uint32_t n = 0; n < params_.weights.broadcast_vectors; ++n) {
    if (vector_ + n == current_.block->vectors() || !out_vectors_.room(room, n)) return false;
    if (room > at) return true;
  }
  return true;
}

Activity Broadcaster::step() {
  kernel::Burst burst{*this};
  while (!burst.full() && (burst.empty() || certain(burst.at()))) {
    if (send_vectors(burst.at()) > 0) {
      burst.add(Activity::busy, Cycles{1});
      continue;
    }
    Edge room{};
    if (has_current_ && out_vectors_.room(room)) {  // full now, but it is known until when
      burst.add(Activity::wait_output, std::min(room - burst.at(), burst.room()));
    } else if (burst.empty()) {
      sleep();
      return has_current_ ? Activity::wait_output : Activity::wait_input;
    } else {
      break;
    }
  }
  return burst.end();
}

}  // namespace gossamer::arch::scnn
