// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/simple_target_socket.h>

#include <cstdint>
#include <systemc>
#include <tlm>
#include <vector>

#include "core/parameters.hpp"
#include "memory/dram_type.hpp"

namespace gossamer::memory {

/// A DRAM with a fixed latency and one data bus: a transfer starts `latency` after its request, or
/// when the bus is free if that is later, and takes bytes / bandwidth. Requests are served in
/// order. Speaks TLM-2.0 and answers with early completion, so any other TLM-2.0 target can take
/// its place. Not modelled: banks, row buffers, refresh.
class Dram : public sc_core::sc_module {
 public:
  struct Params {
    DramType type = DramType::lpddr4;
    double bandwidth_gb_per_s = 50.0;
    double latency_ns = 100.0;
    std::uint32_t outstanding = 128;
    std::uint32_t burst_bytes = 64;

    void describe(core::ParameterVisitor& v);
  };

  tlm_utils::simple_target_socket<Dram> socket{"socket"};

  Dram(const sc_core::sc_module_name& name, const Params& params);

  /// The bytes stored from address 0 on. Set before the simulation runs.
  std::vector<std::uint8_t>& storage() { return storage_; }

 private:
  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  void move_data(tlm::tlm_generic_payload& payload);

  const Params params_;
  std::vector<std::uint8_t> storage_;
  sc_core::sc_time bus_free_;
};

}  // namespace gossamer::memory
