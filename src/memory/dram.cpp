// SPDX-License-Identifier: Apache-2.0
#include "memory/dram.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace gossamer::memory {

namespace {

/// Whole femtoseconds, rounded up: 64 bytes at 50 GB/s are 1,280,000 fs.
sc_core::sc_time transfer_time(std::uint32_t bytes, double gb_per_s) {
  return {std::ceil(static_cast<double>(bytes) * 1e6 / gb_per_s), sc_core::SC_FS};
}

}  // namespace

void Dram::Params::describe(core::ParameterVisitor& v) {
  v.choice_of("type", type, "kind of memory: its energy per bit, not its timing", dram_type_names);
  v.field("bandwidth_gb_per_s", bandwidth_gb_per_s, "GB/s", "bandwidth of the data bus", 0.01,
          100000.0);
  v.field("latency_ns", latency_ns, "ns", "from a request to the first byte of its data", 0.0,
          100000.0);
  v.field("outstanding", outstanding, "requests", "requests under way at once", 1U, 65536U);
  v.field("burst_bytes", burst_bytes, "bytes", "bytes moved by one request", 8U, 4096U);
}

Dram::Dram(const sc_core::sc_module_name& name, const Params& params)
    : sc_module{name}, params_{params} {
  socket.register_nb_transport_fw(this, &Dram::nb_transport_fw);
}

tlm::tlm_sync_enum Dram::nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                         sc_core::sc_time& delay) {
  if (phase != tlm::BEGIN_REQ) return tlm::TLM_ACCEPTED;  // END_RESP: nothing left to do
  const sc_core::sc_time now = sc_core::sc_time_stamp() + delay;
  const sc_core::sc_time latency{params_.latency_ns, sc_core::SC_NS};
  const sc_core::sc_time start = std::max(now + latency, bus_free_);
  bus_free_ = start + transfer_time(payload.get_data_length(), params_.bandwidth_gb_per_s);
  move_data(payload);
  delay = bus_free_ - sc_core::sc_time_stamp();
  phase = tlm::BEGIN_RESP;
  return tlm::TLM_COMPLETED;
}

void Dram::move_data(tlm::tlm_generic_payload& payload) {
  const std::uint64_t begin = payload.get_address();
  const std::uint64_t bytes = payload.get_data_length();
  if (begin + bytes > storage_.size()) storage_.resize(begin + bytes);
  if (payload.is_write()) {
    std::memcpy(storage_.data() + begin, payload.get_data_ptr(), bytes);
  } else {
    std::memcpy(payload.get_data_ptr(), storage_.data() + begin, bytes);
  }
  payload.set_response_status(tlm::TLM_OK_RESPONSE);
}

}  // namespace gossamer::memory
