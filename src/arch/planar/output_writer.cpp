// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/output_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::planar {

using core::Activity;

OutputWriter::OutputWriter(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                           const ActivationPath& path, std::uint64_t address,
                           const std::vector<OutputStore>& stores)
    : Module{name, simulation},
      path_{path},
      stores_{stores},
      next_address_{address},
      next_block_(stores.size()) {}

std::string OutputWriter::state() const {
  if (transfers_.empty()) return "nothing to write";
  return fmt::format("step {}: {} of {} bytes requested, {} bursts under way",
                     transfers_.front().step, transfers_.front().requested,
                     transfers_.front().bytes.size(), transfers_.front().bursts_left);
}

Activity OutputWriter::step() {
  take_responses();
  take_steps();
  request_more();
  while (!transfers_.empty() && transfers_.front().bursts_left == 0 &&
         transfers_.front().requested == transfers_.front().bytes.size() &&
         out_written.can_push()) {
    out_written.push(transfers_.front().step);
    transfers_.pop_front();
  }
  sleep();
  return transfers_.empty() ? Activity::idle : Activity::busy;
}

// Bursts are written in order.
void OutputWriter::take_responses() {
  while (in_responses.can_pop()) {
    in_responses.pop();
    const auto oldest = std::find_if(transfers_.begin(), transfers_.end(),
                                     [](const Transfer& t) { return t.bursts_left > 0; });
    --oldest->bursts_left;
  }
}

void OutputWriter::take_steps() {
  while (in_drained.can_pop()) {
    const std::uint32_t step = in_drained.pop();
    transfers_.push_back({step, next_address_, pack(step)});
    next_address_ += transfers_.back().bytes.size();
  }
}

std::vector<std::uint8_t> OutputWriter::pack(std::uint32_t step) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t pe = 0; pe < stores_.size(); ++pe) {
    const auto& blocks = stores_[pe].blocks();
    for (; next_block_[pe] < blocks.size() && blocks[next_block_[pe]].step == step;
         ++next_block_[pe]) {
      const BlockView block = stores_[pe].elements(blocks[next_block_[pe]]);
      path_.format.pack(block, bytes);
      stats_.read += path_.format.vectors(block.count);
      stats_.deliver += path_.format.vectors(block.count);
      if (path_.format.skips_zeros_in_dram) {
        stats_.compress += path_.format.vectors(block.count);
      }
    }
  }
  return bytes;
}

void OutputWriter::request_more() {
  for (Transfer& transfer : transfers_) {
    while (transfer.requested < transfer.bytes.size() && out_requests.can_push()) {
      const auto bytes = static_cast<std::uint32_t>(
          std::min<std::uint64_t>(path_.burst_bytes, transfer.bytes.size() - transfer.requested));
      out_requests.push({transfer.address + transfer.requested, bytes, true,
                         transfer.bytes.data() + transfer.requested, 0});
      transfer.requested += bytes;
      ++transfer.bursts_left;
    }
  }
}

std::vector<std::int16_t> outputs_in_dram(const std::vector<std::uint8_t>& dram,
                                          std::uint64_t address, const ActivationFormat& format,
                                          const std::vector<OutputStore>& stores,
                                          std::uint32_t steps, const workload::Conv2d& conv) {
  std::vector<std::int16_t> image(std::size_t{conv.filters} * conv.out_height() * conv.out_width());
  std::vector<std::size_t> next_block(stores.size());
  std::vector<tensor::RunLengthElement> elements;
  std::size_t offset = address;
  for (std::uint32_t step = 0; step < steps; ++step) {
    for (std::size_t pe = 0; pe < stores.size(); ++pe) {
      const auto& blocks = stores[pe].blocks();
      for (; next_block[pe] < blocks.size() && blocks[next_block[pe]].step == step;
           ++next_block[pe]) {
        elements.clear();
        format.read(dram, offset, blocks[next_block[pe]].count, elements);
        place_block(blocks[next_block[pe]],
                    {elements.data(), static_cast<std::uint32_t>(elements.size())}, conv, image);
      }
    }
  }
  return image;
}

}  // namespace gossamer::arch::planar
