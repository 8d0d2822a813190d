// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kernel/channel.hpp"
#include "kernel/simulation.hpp"
#include "memory/dram.hpp"
#include "memory/dram_port.hpp"

namespace gossamer::memory {

/// A DRAM, the port by which a machine reaches it, and its requesters' channels to the port.
class DramSystem {
 public:
  DramSystem(kernel::Simulation& simulation, const Dram::Params& params);

  /// Connects a module that has `out_requests`, `in_responses` and `responses()`: those that may be
  /// under way or unread at once. `name` is that of its channels. Modules are served in the order
  /// in which they were connected.
  template <class Requester>
  void connect(const std::string& name, Requester& requester) {
    Lane& lane = add_lane(name, requester.responses());
    requester.out_requests.bind(lane.requests);
    requester.in_responses.bind(lane.responses);
  }

  /// The bytes stored from address 0 on. Set before the simulation runs.
  std::vector<std::uint8_t>& storage() { return dram_.storage(); }
  /// The first whole burst from `address` on.
  std::uint64_t next_burst(std::uint64_t address) const {
    return (address + params_.burst_bytes - 1) / params_.burst_bytes * params_.burst_bytes;
  }

  const DramPort& port() const { return port_; }

 private:
  /// A requester's channels to the port and back.
  struct Lane {
    Lane(kernel::Simulation& simulation, const std::string& name, std::size_t most_requests,
         std::size_t most_responses);
    kernel::Channel<MemoryRequest> requests;
    kernel::Channel<MemoryResponse> responses;
  };

  Lane& add_lane(const std::string& name, std::size_t responses);

  kernel::Simulation& simulation_;
  const Dram::Params params_;
  Dram dram_;
  DramPort port_;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace gossamer::memory
