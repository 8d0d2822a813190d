// SPDX-License-Identifier: Apache-2.0
#include "memory/stream_reader.hpp"

#include <algorithm>

namespace gossamer::memory {

// Whole bursts, so that no burst wraps around.
StreamReader::StreamReader(std::uint64_t buffer_bytes, std::uint32_t burst_bytes)
    : burst_{burst_bytes},
      buffer_(std::max<std::uint64_t>(1, buffer_bytes / burst_bytes) * burst_bytes),
      arrived_slots_(buffer_.size() / burst_bytes) {}

std::uint64_t StreamReader::add_segment(std::uint64_t address, std::uint64_t bytes) {
  std::uint64_t begin = 0;
  if (!segments_.empty()) {
    const Segment& last = segments_.back();
    begin = last.begin + (last.bytes + burst_ - 1) / burst_ * burst_;
  }
  bytes_ += bytes;
  if (bytes > 0) segments_.push_back({address, begin, bytes});
  return begin;
}

void StreamReader::take(kernel::ChannelIn<MemoryResponse>& responses, core::Edge at) {
  while (responses.can_pop_at(at)) arrived_slots_[responses.pop_at(at).tag] = true;
  while (arrived_ < requested_ && arrived_slots_[arrived_ % buffer_.size() / burst_]) {
    arrived_slots_[arrived_ % buffer_.size() / burst_] = false;
    arrived_ += burst_;
  }
}

bool StreamReader::request(kernel::ChannelOut<MemoryRequest>& requests, core::Edge at,
                           std::uint64_t limit) {
  // The slot of a burst is free when every byte before it was taken out.
  while (segment_ < segments_.size() && requested_ < limit &&
         requested_ + burst_ <= consumed_ / burst_ * burst_ + buffer_.size()) {
    if (!requests.can_push_at(at)) return false;
    const Segment& segment = segments_[segment_];
    const std::uint64_t offset = requested_ - segment.begin;
    const auto bytes =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(burst_, segment.bytes - offset));
    const std::uint64_t slot = requested_ % buffer_.size();
    requests.push_at({segment.address + offset, bytes, false, buffer_.data() + slot,
                      static_cast<std::uint32_t>(slot / burst_)},
                     at);
    requested_ += burst_;
    if (offset + burst_ >= segment.bytes) ++segment_;
  }
  return true;
}

void StreamReader::consume(std::uint64_t bytes, std::vector<std::uint8_t>& to) {
  const std::size_t begin = consumed_ % buffer_.size();
  const std::size_t head = std::min<std::size_t>(bytes, buffer_.size() - begin);
  to.assign(buffer_.begin() + static_cast<std::ptrdiff_t>(begin),
            buffer_.begin() + static_cast<std::ptrdiff_t>(begin + head));
  to.insert(to.end(), buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(bytes - head));
  consumed_ += bytes;
}

}  // namespace gossamer::memory
