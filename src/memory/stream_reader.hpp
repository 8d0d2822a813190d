// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "kernel/channel.hpp"
#include "memory/request.hpp"

namespace gossamer::memory {

/// Reads segments of DRAM one after the other through a ring buffer of whole bursts. Positions
/// count through all segments; each segment begins at a multiple of a burst. A part of a module:
/// the module calls take() and request() in its step, at each edge of a burst if it makes one. It
/// may come late for responses: their channel must hold one for every burst of the buffer.
class StreamReader {
 public:
  static constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

  StreamReader(std::uint64_t buffer_bytes, std::uint32_t burst_bytes);

  /// Before the first step. Returns the position of its first byte.
  std::uint64_t add_segment(std::uint64_t address, std::uint64_t bytes);

  /// Books what has come by `at`.
  void take(kernel::ChannelIn<MemoryResponse>& responses, core::Edge at);
  /// Asks for more, as far as buffer and channel have room, bursts that begin below `limit` only.
  /// Returns whether all was asked for that the buffer has room for.
  bool request(kernel::ChannelOut<MemoryRequest>& requests, core::Edge at,
               std::uint64_t limit = no_limit);
  /// Bursts that the buffer holds.
  std::size_t slots() const { return arrived_slots_.size(); }

  /// The next `bytes` bytes are there.
  bool has(std::uint64_t bytes) const { return arrived_ >= consumed_ + bytes; }
  /// One of them.
  std::uint8_t byte(std::uint64_t offset) const {
    return buffer_[(consumed_ + offset) % buffer_.size()];
  }
  /// Takes them out.
  void consume(std::uint64_t bytes, std::vector<std::uint8_t>& to);
  /// Goes on to the next segment once the last byte of one was taken.
  void end_segment() { consumed_ = (consumed_ + burst_ - 1) / burst_ * burst_; }

  /// Of all segments.
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t consumed() const { return consumed_; }
  std::uint64_t arrived() const { return arrived_; }

 private:
  struct Segment {
    std::uint64_t address;
    std::uint64_t begin;
    std::uint64_t bytes;
  };

  std::uint32_t burst_;
  std::vector<std::uint8_t> buffer_;  // position p is at p % size
  std::vector<bool> arrived_slots_;   // by burst, in the ring
  std::vector<Segment> segments_;
  std::uint64_t bytes_ = 0;
  std::size_t segment_ = 0;      // of the next request
  std::uint64_t requested_ = 0;  // positions asked for
  std::uint64_t arrived_ = 0;    // positions that are there without a gap
  std::uint64_t consumed_ = 0;
};

}  // namespace gossamer::memory
