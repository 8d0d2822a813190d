// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "arch/sparse_tensor_core/messages.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// The contents of L2: operand blocks, the least recently used one out when the capacity is
/// exceeded, and outputs that are not in DRAM yet. Blocks that are still on their way are counted
/// and stay; so do outputs.
class BlockCache {
 public:
  using BlockId = OperandMap::BlockId;

  /// Outputs take no more than `output_bytes` of the capacity.
  BlockCache(const std::vector<OperandMap::Block>& blocks, std::uint64_t capacity_bytes,
             std::uint64_t output_bytes);

  /// Uses a block; false if it has to be fetched, which it is from then on.
  bool use(BlockId id);
  bool on_its_way(BlockId id) const { return entries_[id].state == State::coming; }
  void arrived(BlockId id);
  std::uint64_t bytes() const { return bytes_; }

  /// Outputs take room; false if there is none. Those that exceed it alone are let in alone.
  bool take_outputs(std::uint64_t bytes);
  /// They are in DRAM.
  void outputs_written(std::uint64_t bytes);

  /// The bytes of a block, in runs with values. They outlive its eviction where they are held.
  std::shared_ptr<Bytes>& data(BlockId id) { return entries_[id].data; }

 private:
  enum class State : std::uint8_t { absent, coming, here };
  static constexpr BlockId none = 0xFFFFFFFF;
  struct Entry {
    State state = State::absent;
    BlockId older = none;
    BlockId newer = none;
    std::shared_ptr<Bytes> data;
  };

  void unlink(BlockId id);
  void link_newest(BlockId id);
  void evict();

  const std::vector<OperandMap::Block>& blocks_;
  const std::uint64_t capacity_;
  const std::uint64_t output_capacity_;
  std::vector<Entry> entries_;
  BlockId oldest_ = none;
  BlockId newest_ = none;
  std::uint64_t bytes_ = 0;  // of blocks and outputs
  std::uint64_t output_bytes_ = 0;
};

}  // namespace gossamer::arch::sparse_tensor_core
