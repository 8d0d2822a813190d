// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/simple_initiator_socket.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "core/counter.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/dram.hpp"
#include "memory/request.hpp"

namespace gossamer::memory {

struct DramPortStats {
  core::StatGroup group{"dram", "dram"};
  core::Counter read_byte{group, "read_byte", core::Unit::byte, "a byte read from DRAM"};
  core::Counter write_byte{group, "write_byte", core::Unit::byte, "a byte written to DRAM"};
};

/// The one place where a machine meets TLM-2.0: takes requests from registered channels, one of
/// each in turn, hands them to the DRAM through nb_transport, and returns responses through
/// registered channels. Works with targets that complete early and with targets that call back, by
/// the rules of the TLM-2.0 base protocol; a response that becomes known earlier leaves no later
/// than the ones after it.
class DramPort : public kernel::Module, private tlm::tlm_mm_interface {
 public:
  tlm_utils::simple_initiator_socket<DramPort> socket{"socket"};

  DramPort(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
           const Dram::Params& params);

  /// A further requester. Its requests are issued only as the free slots of `responses` allow: to
  /// use all of `outstanding`, it needs as many.
  void connect(kernel::Channel<MemoryRequest>& requests,
               kernel::Channel<MemoryResponse>& responses);

  std::string state() const override;
  const core::StatGroup& stats() const { return stats_.group; }
  std::uint64_t bytes_read() const { return stats_.read_byte.value(); }
  std::uint64_t bytes_written() const { return stats_.write_byte.value(); }

 private:
  struct Requester {
    kernel::ChannelIn<MemoryRequest> requests;
    kernel::ChannelOut<MemoryResponse> responses;
    std::uint32_t unknown = 0;  // its requests whose end the target has not told yet
  };
  struct Transaction {
    explicit Transaction(DramPort& port) : payload{&port} {}
    tlm::tlm_generic_payload payload;  // free for the next request when nobody refers to it
    std::uint32_t tag = 0;
    Requester* requester = nullptr;
  };

  core::Activity step() override;
  Requester* next_requester();
  void issue(const MemoryRequest& request, Requester& requester);
  void send(Transaction& transaction);
  void complete(Transaction& transaction, core::Edge at, core::Edge slot_from);
  Transaction& idle_transaction();
  bool slot_free() const;
  void end_request(const tlm::tlm_generic_payload& payload);
  core::Edge edge_in(const sc_core::sc_time& delay);
  core::Edge next_edge();
  void free(tlm::tlm_generic_payload* payload) override { payload->reset(); }
  tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);

  const Dram::Params params_;
  std::vector<std::unique_ptr<Requester>> requesters_;
  std::size_t turn_ = 0;  // whose request is looked at first
  std::vector<std::unique_ptr<Transaction>> transactions_;
  std::deque<core::Edge> completions_;  // of requests whose end is known, in order, not yet past
  std::uint32_t unknown_ = 0;           // requests whose end the target has not told yet
  core::Edge last_response_{};
  const tlm::tlm_generic_payload* open_request_ =
      nullptr;                 // the target has not ended its BEGIN_REQ
  core::Edge request_from_{};  // edge from which it takes another
  std::string fault_;          // reported by the target

  DramPortStats stats_;
};

}  // namespace gossamer::memory
