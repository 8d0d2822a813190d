// SPDX-License-Identifier: Apache-2.0
#include "memory/dram_port.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::memory {

using core::Activity;
using core::Edge;

DramPort::DramPort(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                   const Dram::Params& params)
    : Module{name, simulation}, params_{params} {
  socket.register_nb_transport_bw(this, &DramPort::nb_transport_bw);
}

void DramPort::connect(kernel::Channel<MemoryRequest>& requests,
                       kernel::Channel<MemoryResponse>& responses) {
  requesters_.push_back(std::make_unique<Requester>(Requester{
      kernel::ChannelIn<MemoryRequest>{*this}, kernel::ChannelOut<MemoryResponse>{*this}}));
  requesters_.back()->requests.bind(requests);
  requesters_.back()->responses.bind(responses);
}

std::string DramPort::state() const {
  return fmt::format("{} requests under way{}", completions_.size() + unknown_,
                     open_request_ != nullptr ? ", the DRAM takes no other" : "");
}

bool DramPort::slot_free() const {
  return completions_.size() + unknown_ < params_.outstanding && open_request_ == nullptr &&
         request_from_ <= now();
}

// Round robin.
DramPort::Requester* DramPort::next_requester() {
  for (std::size_t n = 0; n < requesters_.size(); ++n) {
    const std::size_t number = (turn_ + n) % requesters_.size();
    Requester& requester = *requesters_[number];
    if (!requester.requests.can_pop()) continue;
    if (!requester.responses.can_push(requester.unknown + std::size_t{1})) continue;
    turn_ = number + 1;
    return &requester;
  }
  return nullptr;
}

Activity DramPort::step() {
  while (!completions_.empty() && completions_.front() <= now()) completions_.pop_front();
  while (slot_free()) {
    Requester* requester = next_requester();
    if (requester == nullptr) break;
    issue(requester->requests.pop(), *requester);
  }
  if (!fault_.empty()) throw core::SimulationStuck(fault_);
  if (!completions_.empty()) {
    sleep_until(slot_free() ? completions_.back() : completions_.front());
  } else {
    sleep();
  }
  return completions_.empty() && unknown_ == 0 ? Activity::idle : Activity::busy;
}

DramPort::Transaction& DramPort::idle_transaction() {
  for (auto& transaction : transactions_) {
    if (transaction->payload.get_ref_count() == 0) return *transaction;
  }
  transactions_.push_back(std::make_unique<Transaction>(*this));
  return *transactions_.back();
}

void DramPort::issue(const MemoryRequest& request, Requester& requester) {
  (request.write ? stats_.write_byte : stats_.read_byte) += request.bytes;
  Transaction& transaction = idle_transaction();
  transaction.tag = request.tag;
  transaction.requester = &requester;
  auto& payload = transaction.payload;
  payload.acquire();
  payload.set_command(request.write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  payload.set_address(request.address);
  payload.set_data_ptr(request.data);
  payload.set_data_length(request.bytes);
  payload.set_streaming_width(request.bytes);
  payload.set_byte_enable_ptr(nullptr);
  payload.set_dmi_allowed(false);
  payload.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
  send(transaction);
}

void DramPort::send(Transaction& transaction) {
  auto& payload = transaction.payload;
  ++unknown_;
  ++transaction.requester->unknown;
  open_request_ = &payload;
  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  const auto status = socket->nb_transport_fw(payload, phase, delay);
  if (status == tlm::TLM_ACCEPTED) return;  // the target calls back
  open_request_ = nullptr;
  if (status == tlm::TLM_UPDATED && phase != tlm::BEGIN_RESP) {
    request_from_ = edge_in(delay);
    wake(request_from_);
    return;
  }
  const Edge at = edge_in(delay);
  if (status == tlm::TLM_UPDATED) {
    phase = tlm::END_RESP;
    socket->nb_transport_fw(payload, phase, delay);
  }
  complete(transaction, at, at);
}

Edge DramPort::edge_in(const sc_core::sc_time& delay) {
  return simulation().clock().edge_not_before(sc_core::sc_time_stamp() + delay);
}

// What a target tells during an edge counts from the next, as with any channel: whether this module
// has had its step by then depends on nothing that the machine defines.
Edge DramPort::next_edge() {
  return edge_in(sc_core::sc_get_time_resolution());
}

void DramPort::complete(Transaction& transaction, Edge at, Edge slot_from) {
  --unknown_;
  --transaction.requester->unknown;
  auto& payload = transaction.payload;
  if (payload.is_response_error()) {
    fault_ =
        fmt::format("DRAM: {} at address {}", payload.get_response_string(), payload.get_address());
  } else {
    last_response_ = std::max(last_response_, at);
    transaction.requester->responses.push_at({transaction.tag}, last_response_);
    completions_.push_back(std::max(last_response_, slot_from));
  }
  payload.release();
}

void DramPort::end_request(const tlm::tlm_generic_payload& payload) {
  if (open_request_ != &payload) return;
  open_request_ = nullptr;
  request_from_ = next_edge();
  wake(request_from_);
}

tlm::tlm_sync_enum DramPort::nb_transport_bw(tlm::tlm_generic_payload& payload,
                                             tlm::tlm_phase& phase, sc_core::sc_time& delay) {
  if (phase == tlm::END_REQ || phase == tlm::BEGIN_RESP) end_request(payload);
  if (phase != tlm::BEGIN_RESP) return tlm::TLM_ACCEPTED;
  const auto owner = std::find_if(transactions_.begin(), transactions_.end(),
                                  [&](const auto& t) { return &t->payload == &payload; });
  if (owner == transactions_.end()) return tlm::TLM_ACCEPTED;
  const Edge at = edge_in(delay);
  const Edge slot_from = std::max(at, next_edge());
  complete(**owner, at, slot_from);
  wake(slot_from);
  phase = tlm::END_RESP;
  return tlm::TLM_COMPLETED;
}

}  // namespace gossamer::memory
