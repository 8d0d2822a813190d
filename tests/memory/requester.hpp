// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/request.hpp"

namespace gossamer::test {

/// Sends its requests as fast as their channel takes them, takes responses, and ends the run with
/// the last one.
class Requester : public kernel::Module {
 public:
  struct Seen {
    std::uint32_t tag;
    std::uint64_t edge;
    bool operator==(const Seen& other) const { return tag == other.tag && edge == other.edge; }
  };

  kernel::ChannelOut<memory::MemoryRequest> out{*this};
  kernel::ChannelIn<memory::MemoryResponse> in{*this};

  /// Takes no response before the edge `takes_from`, and then one in every `takes_every` edges.
  Requester(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
            std::vector<memory::MemoryRequest> requests, std::uint64_t takes_from = 0,
            std::uint64_t takes_every = 1);

  std::string state() const override { return "requesting"; }

  /// Every response with the edge at which it was taken.
  const std::vector<Seen>& seen() const { return seen_; }

 private:
  core::Activity step() override;

  std::vector<memory::MemoryRequest> requests_;
  std::uint64_t takes_from_;
  std::uint64_t takes_every_;
  std::size_t sent_ = 0;
  std::vector<Seen> seen_;
};

std::ostream& operator<<(std::ostream& out, const Requester::Seen& seen);

/// `count` reads of 64 bytes from address 0 on, into `data`, which is given room for them; their
/// tags count from 0.
std::vector<memory::MemoryRequest> reads(std::uint32_t count, std::vector<std::uint8_t>& data);

}  // namespace gossamer::test
