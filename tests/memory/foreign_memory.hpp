// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/simple_target_socket.h>

#include <cstdint>
#include <functional>
#include <map>
#include <systemc>
#include <tlm>
#include <vector>

namespace gossamer::test {

/// A memory as another simulator would bring it: accepts a request, ends it and later answers it by
/// calling back, in the order of its own latencies. Keeps a reference on what it works on, and
/// insists on the base protocol: one request at a time until it has ended it.
class ForeignMemory : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(ForeignMemory);

  struct Params {
    /// From the request with this number (from 0 on) to its response. In nanoseconds, not sc_time,
    /// which must not be made before there is a Simulation.
    std::function<double(std::uint32_t)> latency_ns;
    /// From the request to its END_REQ.
    double accept_ns = 0;
    /// END_REQ is the answer to BEGIN_REQ instead of a call of its own.
    bool accepts_at_once = false;
    /// BEGIN_RESP, with its latency, is the answer to BEGIN_REQ.
    bool answers_at_once = false;
    /// From the response to the end of the memory's own interest in the payload.
    double keeps_ns = 0;
    /// What the response says.
    tlm::tlm_response_status status = tlm::TLM_OK_RESPONSE;
  };

  tlm_utils::simple_target_socket<ForeignMemory> socket{"socket"};

  ForeignMemory(const sc_core::sc_module_name& name, Params params,
                std::vector<std::uint8_t> storage);

  const std::vector<std::uint8_t>& storage() const { return storage_; }
  /// Requests that came while the one before had not ended, or with a payload still in use: both
  /// are forbidden.
  std::uint32_t violations() const { return violations_; }
  /// Responses that the initiator ended by a call.
  std::uint32_t ended_responses() const { return ended_responses_; }
  /// Most requests that were under way at once.
  std::uint32_t most_at_once() const { return most_; }

 private:
  struct Call {
    tlm::tlm_generic_payload* payload;
    tlm::tlm_phase phase;
  };

  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  void call_later(Call call, const sc_core::sc_time& in);
  void call_due();
  tlm::tlm_sync_enum begin(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                           sc_core::sc_time& delay);
  void answer(Call call);
  void move_data(tlm::tlm_generic_payload& payload);

  const Params params_;
  std::vector<std::uint8_t> storage_;
  std::multimap<sc_core::sc_time, Call> calls_;
  sc_core::sc_event due_;
  bool request_open_ = false;
  std::uint32_t requests_ = 0;
  std::uint32_t violations_ = 0;
  std::uint32_t under_way_ = 0;
  std::uint32_t most_ = 0;
  std::uint32_t ended_responses_ = 0;
};

}  // namespace gossamer::test
