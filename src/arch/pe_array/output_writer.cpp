// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/output_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::pe_array {

using core::Activity;

OutputWriter::OutputWriter(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                           const OutputStore& store, std::uint64_t base, std::uint32_t burst_bytes)
    : Module{name, simulation}, store_{store}, base_{base}, burst_bytes_{burst_bytes} {}

std::string OutputWriter::state() const {
  return fmt::format("{} blocks written, {} under way", written_, transfers_.size());
}

Activity OutputWriter::step() {
  take_responses();
  bool took = false;
  while (in_blocks.can_pop()) {
    transfers_.push_back({in_blocks.pop()});
    transfers_.back().bursts_left =
        (transfers_.back().block.bytes + burst_bytes_ - 1) / burst_bytes_;
    took = true;
  }
  const bool asked = request();
  if (took || asked) return Activity::busy;
  sleep();
  return transfers_.empty() ? Activity::wait_input : Activity::wait_output;
}

// Requests are served in order, so that responses belong to the oldest transfer.
void OutputWriter::take_responses() {
  while (in_responses.can_pop()) {
    in_responses.pop();
    if (--transfers_.front().bursts_left > 0) continue;
    transfers_.pop_front();
    --asking_;
    out_written.push(written_++);
  }
}

bool OutputWriter::request() {
  bool asked = false;
  while (asking_ < transfers_.size() && out_requests.can_push()) {
    Transfer& transfer = transfers_[asking_];
    const auto bytes = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(burst_bytes_, transfer.block.bytes - transfer.requested));
    out_requests.push(
        {base_ + store_.address(transfer.block.unit, transfer.block.block) + transfer.requested,
         bytes, true, transfer.block.data->data() + transfer.requested, 0});
    transfer.requested += bytes;
    asked = true;
    if (transfer.requested == transfer.block.bytes) ++asking_;
  }
  return asked;
}

}  // namespace gossamer::arch::pe_array
