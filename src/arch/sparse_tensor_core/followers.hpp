// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <tuple>
#include <vector>

#include "core/cycles.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// What a simulated SM asks of L2: a slab of a tile, or room for the outputs of a warp.
struct SmRequest {
  bool store = false;
  std::uint32_t tile = 0;
  std::uint32_t number = 0;  ///< of the slab or the warp
};

/// The SMs that a simulated one, their leader, stands for: follower f asks for what the leader asks
/// for, of the tile f further on. All begin at the same edge and meet in L2 and DRAM; what a
/// follower's first slab comes later than the leader's, it is later in everything from then on.
class Followers {
 public:
  /// Numbered from 1 on.
  explicit Followers(std::uint32_t followers);

  /// The leader asks at `now`, never decreasing.
  void ask(core::Edge now, const SmRequest& request);
  /// The leader's first slab comes at `at`.
  void leader_served(core::Edge at);
  /// A follower's first slab does.
  void served(std::uint32_t follower, core::Edge at);
  /// Whether the lag of a follower is not known yet: its first slab has not come.
  bool waits(std::uint32_t follower) const { return !of(follower).lag; }

  struct Due {
    std::uint32_t follower = 0;
    SmRequest request;  ///< of the follower's own tile
  };
  /// The next request that is due at `now`, in the order in which they were due.
  std::optional<Due> take(core::Edge now);
  /// When there will be one, as far as is known.
  std::optional<core::Edge> next() const;

  /// Of all followers together.
  core::Cycles lags() const;

 private:
  struct Asked {
    core::Edge at;
    SmRequest request;
    bool at_launch = false;  // before the leader had a slab
  };
  struct Follower {
    std::size_t next = 0;  // of what the leader asked for
    bool queued = false;
    std::optional<core::Cycles> lag;
  };
  using Entry = std::tuple<std::uint64_t, std::size_t, std::uint32_t>;  // edge, request, follower

  const Follower& of(std::uint32_t follower) const { return followers_[follower - 1]; }
  void queue(std::uint32_t follower);

  std::vector<Asked> asked_;
  std::vector<Follower> followers_;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> due_;
  std::optional<core::Edge> leader_served_;
};

}  // namespace gossamer::arch::sparse_tensor_core
