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
/// follower's first slab comes later than the leader's, it asks later for what follows. The
/// bandwidth of L2 drives them further apart, or together, at the first slab of each tile. Blocks
/// from DRAM do not: who is behind finds them in L2.
class Followers {
 public:
  /// Numbered from 1 on.
  explicit Followers(std::uint32_t followers);

  /// The leader asks at `now`, never decreasing. Returns the number of the request.
  std::size_t ask(core::Edge now, const SmRequest& request);
  /// A request of the leader was served after `wait`.
  void leader_waited(std::size_t asked, core::Cycles wait) { asked_[asked].wait = wait; }
  /// The first slab of a tile of a follower was.
  void waited(std::uint32_t follower, std::size_t asked, core::Cycles wait);
  /// A slab comes to the leader at `at`.
  void leader_served(core::Edge at);
  /// The first one does to a follower.
  void served(std::uint32_t follower, core::Edge at);
  /// Whether that has not happened yet.
  bool waits(std::uint32_t follower) const { return !followers_[follower - 1].first_lag; }

  struct Due {
    std::uint32_t follower = 0;
    SmRequest request;      ///< of the follower's own tile
    std::size_t asked = 0;  ///< number of the leader's
  };
  /// The next request that is due at `now`, in the order in which they were due.
  std::optional<Due> take(core::Edge now);
  /// When there will be one, as far as is known.
  std::optional<core::Edge> next() const;

  /// Edges by which all followers together are behind at the end, and of these at their first slab.
  struct Lags {
    core::Cycles at_start{};
    core::Cycles at_end{};
  };
  Lags lags() const;

 private:
  struct Asked {
    core::Edge at;
    SmRequest request;
    bool at_launch = false;  // before the leader had a slab
    core::Cycles wait = {};  // of the leader
  };
  struct Follower {
    std::size_t next = 0;  // of what the leader asked for
    bool queued = false;
    std::optional<core::Cycles> first_lag;
    core::Cycles lag{};
    core::Cycles used{};  // of the newest request
  };
  using Entry = std::tuple<std::uint64_t, std::size_t, std::uint32_t>;  // edge, request, follower

  void queue(std::uint32_t follower);

  std::vector<Asked> asked_;
  std::vector<Follower> followers_;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> due_;
  std::optional<core::Edge> leader_served_;
};

}  // namespace gossamer::arch::sparse_tensor_core
