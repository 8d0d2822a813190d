// SPDX-License-Identifier: Apache-2.0
#include "memory/block_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::memory {

using core::Activity;

BlockWriter::BlockWriter(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                         std::uint64_t base, std::uint32_t burst_bytes, std::size_t most_blocks)
    : Module{name, simulation}, base_{base}, burst_bytes_{burst_bytes}, most_blocks_{most_blocks} {}

std::string BlockWriter::state() const {
  return fmt::format("{} blocks written, {} under way", written_, transfers_.size());
}

Activity BlockWriter::step() {
  take_responses();
  const bool took = take_blocks();
  const bool asked = request();
  if (took || asked) return Activity::busy;
  sleep();
  return transfers_.empty() ? Activity::wait_input : Activity::wait_output;
}

// Requests are served in order, so that responses belong to the oldest transfer.
void BlockWriter::take_responses() {
  while (in_responses.can_pop()) {
    in_responses.pop();
    if (--transfers_.front().bursts_left > 0) continue;
    transfers_.pop_front();
    --asking_;
    out_written.push(written_++);
  }
}

bool BlockWriter::take_blocks() {
  bool took = false;
  while (transfers_.size() < most_blocks_ && in_blocks.can_pop()) {
    transfers_.push_back({in_blocks.pop()});
    transfers_.back().bursts_left =
        (transfers_.back().block.bytes.size() + burst_bytes_ - 1) / burst_bytes_;
    took = true;
  }
  return took;
}

bool BlockWriter::request() {
  bool asked = false;
  while (asking_ < transfers_.size() && out_requests.can_push()) {
    Transfer& transfer = transfers_[asking_];
    const auto bytes = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(burst_bytes_, transfer.block.bytes.size() - transfer.requested));
    out_requests.push({base_ + transfer.block.address + transfer.requested, bytes, true,
                       transfer.block.bytes.data() + transfer.requested, 0});
    transfer.requested += bytes;
    asked = true;
    if (transfer.requested == transfer.block.bytes.size()) ++asking_;
  }
  return asked;
}

}  // namespace gossamer::memory
