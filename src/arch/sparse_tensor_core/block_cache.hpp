// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "arch/sparse_tensor_core/messages.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// The contents of L2: operand blocks, the least recently used one out when the capacity is
/// exceeded. Blocks that are still on their way are counted and stay.
class BlockCache {
 public:
  using BlockId = OperandMap::BlockId;

  BlockCache(const std::vector<OperandMap::Block>& blocks, std::uint64_t capacity_bytes);

  /// Uses a block; false if it has to be fetched, which it is from then on.
  bool use(BlockId id);
  bool on_its_way(BlockId id) const { return entries_[id].state == State::coming; }
  void arrived(BlockId id);
  std::uint64_t bytes() const { return bytes_; }

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
  std::vector<Entry> entries_;
  BlockId oldest_ = none;
  BlockId newest_ = none;
  std::uint64_t bytes_ = 0;
};

}  // namespace gossamer::arch::sparse_tensor_core
