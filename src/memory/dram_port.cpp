// SPDX-License-Identifier: Apache-2.0
#include "memory/dram_port.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::memory {

using core::Activity;
using core::Cycles;
using core::Edge;

DramPort::DramPort(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                   const Dram::Params& params)
    : Module{name, simulation}, params_{params} {
  socket.register_nb_transport_bw(this, &DramPort::nb_transport_bw);
}

std::string DramPort::state() const {
  return fmt::format("{} requests under way", completions_.size() + unknown_);
}

bool DramPort::slot_free() const {
  return completions_.size() + unknown_ < params_.outstanding && out_responses.can_push();
}

Activity DramPort::step() {
  while (!completions_.empty() && completions_.front() <= now()) completions_.pop_front();
  while (slot_free() && in_requests.can_pop()) issue(in_requests.pop());
  if (!completions_.empty()) {
    sleep_until(slot_free() ? completions_.back() : completions_.front());
  } else {
    sleep();
  }
  return completions_.empty() && unknown_ == 0 ? Activity::idle : Activity::busy;
}

DramPort::Transaction& DramPort::idle_transaction() {
  for (auto& transaction : transactions_) {
    if (!transaction->under_way) return *transaction;
  }
  transactions_.push_back(std::make_unique<Transaction>());
  return *transactions_.back();
}

void DramPort::issue(const MemoryRequest& request) {
  (request.write ? write_byte_ : read_byte_) += request.bytes;
  Transaction& transaction = idle_transaction();
  transaction.tag = request.tag;
  transaction.under_way = true;
  auto& payload = transaction.payload;
  payload.set_command(request.write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  payload.set_address(request.address);
  payload.set_data_ptr(request.data);
  payload.set_data_length(request.bytes);
  payload.set_streaming_width(request.bytes);
  payload.set_byte_enable_ptr(nullptr);
  payload.set_dmi_allowed(false);
  payload.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);

  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  const auto status = socket->nb_transport_fw(payload, phase, delay);
  const bool answered = status == tlm::TLM_COMPLETED ||
                        (status == tlm::TLM_UPDATED && phase == tlm::BEGIN_RESP);
  if (answered) {
    complete(transaction, simulation().clock().edge_not_before(sc_core::sc_time_stamp() + delay));
  } else {
    ++unknown_;
  }
}

void DramPort::complete(Transaction& transaction, Edge at) {
  if (transaction.payload.is_response_error()) {
    throw core::SimulationStuck(fmt::format("DRAM: {} at address {}",
                                            transaction.payload.get_response_string(),
                                            transaction.payload.get_address()));
  }
  transaction.under_way = false;
  const Edge edge = std::max(at, completions_.empty() ? now() : completions_.back());
  completions_.push_back(edge);
  out_responses.push_at({transaction.tag}, edge);
}

tlm::tlm_sync_enum DramPort::nb_transport_bw(tlm::tlm_generic_payload& payload,
                                             tlm::tlm_phase& phase, sc_core::sc_time& delay) {
  if (phase != tlm::BEGIN_RESP) return tlm::TLM_ACCEPTED;
  const auto owner = std::find_if(transactions_.begin(), transactions_.end(),
                                  [&](const auto& t) { return &t->payload == &payload; });
  if (owner == transactions_.end()) return tlm::TLM_ACCEPTED;
  --unknown_;
  const Edge at = simulation().clock().edge_not_before(sc_core::sc_time_stamp() + delay);
  complete(**owner, at);
  wake(at + Cycles{1});
  phase = tlm::END_RESP;
  return tlm::TLM_COMPLETED;
}

}  // namespace gossamer::memory
