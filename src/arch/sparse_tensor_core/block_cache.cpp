// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/block_cache.hpp"

namespace gossamer::arch::sparse_tensor_core {

BlockCache::BlockCache(const std::vector<OperandMap::Block>& blocks, std::uint64_t capacity_bytes,
                       std::uint64_t output_bytes)
    : blocks_{blocks},
      capacity_{capacity_bytes},
      output_capacity_{output_bytes},
      entries_(blocks.size()) {}

bool BlockCache::use(BlockId id) {
  Entry& entry = entries_[id];
  if (entry.state == State::absent) {
    entry.state = State::coming;
    bytes_ += blocks_[id].bytes;
    evict();
    return false;
  }
  if (entry.state == State::here) {
    unlink(id);
    link_newest(id);
  }
  return true;
}

void BlockCache::arrived(BlockId id) {
  entries_[id].state = State::here;
  link_newest(id);
  evict();
}

bool BlockCache::take_outputs(std::uint64_t bytes) {
  if (output_bytes_ > 0 && output_bytes_ + bytes > output_capacity_) return false;
  output_bytes_ += bytes;
  bytes_ += bytes;
  evict();
  return true;
}

void BlockCache::outputs_written(std::uint64_t bytes) {
  output_bytes_ -= bytes;
  bytes_ -= bytes;
}

void BlockCache::unlink(BlockId id) {
  Entry& entry = entries_[id];
  (entry.older == none ? oldest_ : entries_[entry.older].newer) = entry.newer;
  (entry.newer == none ? newest_ : entries_[entry.newer].older) = entry.older;
  entry.older = entry.newer = none;
}

void BlockCache::link_newest(BlockId id) {
  entries_[id].older = newest_;
  entries_[id].newer = none;
  (newest_ == none ? oldest_ : entries_[newest_].newer) = id;
  newest_ = id;
}

void BlockCache::evict() {
  while (bytes_ > capacity_ && oldest_ != none) {
    const BlockId id = oldest_;
    unlink(id);
    bytes_ -= blocks_[id].bytes;
    entries_[id].state = State::absent;
    entries_[id].data = nullptr;
  }
}

}  // namespace gossamer::arch::sparse_tensor_core
