// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/input_loader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tensor/run_length.hpp"

namespace gossamer::arch::planar {

using core::Activity;

InputLoader::InputLoader(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                         const ActivationPath& path, const InputUnits& units, std::uint64_t address,
                         InputSink& memories, kernel::BroadcastChannel<InputUnit>& out_units)
    : Module{name, simulation},
      path_{path},
      units_{units},
      memories_{memories},
      out_units_{out_units},
      stream_{
          std::max(path.buffer_bytes, units.largest_block() + 2 * std::uint64_t{path.burst_bytes}),
          path.burst_bytes} {
  for (std::uint32_t unit = 0; unit < units.size(); unit += units.per_round()) {
    const std::uint32_t last = unit + units.per_round() - 1;
    const std::uint64_t bytes = units.address(last) + units.bytes(last) - units.address(unit);
    round_begin_.push_back(stream_.add_segment(address + units.address(unit), bytes));
  }
  out_units_.connect_producer(*this);
}

std::string InputLoader::state() const {
  return fmt::format("{} of {} units delivered, {} have room", delivered_, units_.size(), granted_);
}

Activity InputLoader::step() {
  stream_.take(in_responses, now());
  grant();
  bool delivered = false;
  while (delivered_ < granted_ && deliver_block()) delivered = true;
  std::uint64_t limit = memory::StreamReader::no_limit;
  if (granted_ < units_.size()) {
    const std::uint32_t first = granted_ / units_.per_round() * units_.per_round();
    limit = round_begin_[granted_ / units_.per_round()] + units_.address(granted_) -
            units_.address(first);
  }
  stream_.request(out_requests, now(), limit);
  if (delivered) return Activity::busy;
  sleep();
  if (delivered_ == units_.size()) return Activity::idle;
  return delivered_ < granted_ ? Activity::wait_input : Activity::wait_output;
}

void InputLoader::grant() {
  while (granted_ < units_.size()) {
    const std::uint32_t needed = units_.released_before(granted_);
    if (needed > 0 && !out_units_.released(needed - 1, now())) return;
    ++granted_;
  }
}

bool InputLoader::deliver_block() {
  if (const std::uint32_t tile = units_.tile(delivered_); tile != tile_) {
    tile_ = tile;
    memories_.begin_tile(tile);
    decoded_ = 0;
  }
  const auto holders = units_.holders(delivered_);
  if (holder_ < holders.end() - holders.begin()) {
    const std::uint32_t pe = *(holders.begin() + holder_);
    if (!take_block(pe)) return false;
    // What is loaded again for another group is there already, decoded.
    if (units_.slice(delivered_) == decoded_) deliver_to(pe);
    ++holder_;
  }
  if (holder_ == holders.end() - holders.begin()) end_unit();
  return true;
}

bool InputLoader::next_block_bytes(std::uint32_t pe, std::size_t& bytes) const {
  if (!path_.format.counts_blocks) {
    bytes = std::size_t{2} * units_.kept(delivered_, pe);
    return true;
  }
  if (!stream_.has(2)) return false;
  const std::uint32_t count = stream_.byte(0) + (std::uint32_t{stream_.byte(1)} << 8U);
  bytes = tensor::packed_bytes(count, path_.format.run_bits);
  return true;
}

bool InputLoader::take_block(std::uint32_t pe) {
  std::size_t bytes = 0;
  if (!next_block_bytes(pe, bytes) || !stream_.has(bytes)) return false;
  stream_.consume(bytes, packed_);
  elements_.clear();
  path_.format.unpack(packed_, units_.kept(delivered_, pe), elements_);
  const std::uint64_t vectors = path_.format.vectors(elements_.size());
  const std::uint64_t in_buffer = path_.format.vectors_from_dram(elements_.size(), bytes);
  stats_.buffer_write += in_buffer;
  stats_.buffer_read += in_buffer;
  if (path_.format.skips_zeros_in_dram) stats_.expand += vectors;
  stats_.deliver += vectors;
  stats_.write += vectors;
  return true;
}

void InputLoader::deliver_to(std::uint32_t pe) {
  if (memories_.slices(tile_, pe) > decoded_) return;
  memories_.append(tile_, pe, {elements_.data(), static_cast<std::uint32_t>(elements_.size())});
}

void InputLoader::end_unit() {
  if (units_.slice(delivered_) == decoded_) {  // the others have nothing of this slice
    elements_.clear();
    for (std::uint32_t pe = 0; pe < units_.pes(); ++pe) deliver_to(pe);
    ++decoded_;
  }
  holder_ = 0;
  ++delivered_;
  out_units_.push({}, now());
  if (delivered_ % units_.per_round() == 0) stream_.end_segment();
}

}  // namespace gossamer::arch::planar
