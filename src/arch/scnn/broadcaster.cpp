// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/broadcaster.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::scnn {

namespace {

/// FIFO entries of one round of a message: the block's vectors, or the one that ends a group.
std::uint32_t entries(const BlockMessage& message) {
  return message.block ? message.block->vectors() : 1;
}

std::uint32_t rounds(const BlockMessage& message) {
  return std::max(1U, message.rounds);
}

}  // namespace

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
  return fmt::format("vector {} of {} of slice {}", vector_, current_.block->vectors(),
                     current_.block->slice());
}

bool Broadcaster::have_block(Edge at) {
  if (has_current_) return true;
  if (!in_blocks.can_pop_at(at)) return false;
  current_ = in_blocks.pop_at(at);
  has_current_ = true;
  vector_ = 0;
  round_ = 0;
  if (lose_vectors_ && !lost_in_group_ && current_.block && current_.block->vectors() > 1) {
    vector_ = 1;
    lost_in_group_ = true;
    ++lost_;
  }
  if (!current_.block) lost_in_group_ = false;
  return true;
}

void Broadcaster::send_vector(Edge at) {
  out_vectors_.push({current_.block, vector_, current_.rounds > 0, round_}, at);
  if (current_.block) ++stats_.transfer;
  if (round_ > 0) ++repeated_;
  if (++vector_ < entries(current_)) return;
  vector_ = 0;
  if (++round_ < rounds(current_)) return;
  current_.block.reset();
  has_current_ = false;
}

std::uint32_t Broadcaster::entries_left() const {
  if (!has_current_) return 0;
  return entries(current_) * (rounds(current_) - round_) - vector_;
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

// Of an edge that the kernel has not reached, a missing block or an occupied slot says nothing: it
// may be there by then. Certain are an edge that is full of known vectors, and one that ends at a
// slot known to be free only later.
bool Broadcaster::certain(Edge at) const {
  Edge room{};
  std::size_t next_block = 0;
  std::uint32_t left = entries_left();
  for (std::uint32_t n = 0; n < params_.weights.broadcast_vectors; ++n) {
    if (left == 0) {
      const BlockMessage* block = in_blocks.peek_at(next_block++, at);
      if (block == nullptr) return false;
      left = entries(*block) * rounds(*block);
    }
    if (!out_vectors_.room(room, n)) return false;
    if (room > at) return true;
    --left;
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
