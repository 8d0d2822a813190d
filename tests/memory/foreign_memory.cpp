// SPDX-License-Identifier: Apache-2.0
#include "memory/foreign_memory.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace gossamer::test {

namespace {

sc_core::sc_time nanoseconds(double count) {
  return {count, sc_core::SC_NS};
}

}  // namespace

ForeignMemory::ForeignMemory(const sc_core::sc_module_name& name, Params params,
                             std::vector<std::uint8_t> storage)
    : sc_module{name}, params_{std::move(params)}, storage_{std::move(storage)} {
  socket.register_nb_transport_fw(this, &ForeignMemory::nb_transport_fw);
  SC_METHOD(call_due);
  sensitive << due_;
  dont_initialize();
}

tlm::tlm_sync_enum ForeignMemory::nb_transport_fw(tlm::tlm_generic_payload& payload,
                                                  tlm::tlm_phase& phase, sc_core::sc_time& delay) {
  if (phase == tlm::END_RESP) ++ended_responses_;
  if (phase != tlm::BEGIN_REQ) return tlm::TLM_ACCEPTED;
  violations_ += request_open_ || payload.get_ref_count() != 1 ? 1 : 0;
  return begin(payload, phase, delay);
}

tlm::tlm_sync_enum ForeignMemory::begin(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                        sc_core::sc_time& delay) {
  const sc_core::sc_time latency = nanoseconds(params_.latency_ns(requests_++));
  if (params_.answers_at_once) {
    move_data(payload);
    phase = tlm::BEGIN_RESP;
    delay += latency;
    return tlm::TLM_UPDATED;
  }
  payload.acquire();
  most_ = std::max(most_, ++under_way_);
  call_later({&payload, tlm::BEGIN_RESP}, delay + latency);
  if (params_.accepts_at_once) {
    phase = tlm::END_REQ;
    delay += nanoseconds(params_.accept_ns);
    return tlm::TLM_UPDATED;
  }
  request_open_ = true;
  call_later({&payload, tlm::END_REQ}, delay + nanoseconds(params_.accept_ns));
  return tlm::TLM_ACCEPTED;
}

void ForeignMemory::call_later(Call call, const sc_core::sc_time& in) {
  calls_.emplace(sc_core::sc_time_stamp() + in, call);
  due_.notify(calls_.begin()->first - sc_core::sc_time_stamp());
}

void ForeignMemory::call_due() {
  while (!calls_.empty() && calls_.begin()->first <= sc_core::sc_time_stamp()) {
    const Call call = calls_.begin()->second;
    calls_.erase(calls_.begin());
    answer(call);
  }
  if (!calls_.empty()) due_.notify(calls_.begin()->first - sc_core::sc_time_stamp());
}

void ForeignMemory::answer(Call call) {
  if (call.phase == tlm::END_RESP) {
    call.payload->release();
    return;
  }
  if (call.phase == tlm::END_REQ) {
    request_open_ = false;
  } else {
    move_data(*call.payload);
    --under_way_;
    call_later({call.payload, tlm::END_RESP}, nanoseconds(params_.keeps_ns));
  }
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  socket->nb_transport_bw(*call.payload, call.phase, delay);
}

void ForeignMemory::move_data(tlm::tlm_generic_payload& payload) {
  std::uint8_t* const place = storage_.data() + payload.get_address();
  if (payload.is_write()) {
    std::memcpy(place, payload.get_data_ptr(), payload.get_data_length());
  } else {
    std::memcpy(payload.get_data_ptr(), place, payload.get_data_length());
  }
  payload.set_response_status(params_.status);
}

}  // namespace gossamer::test
