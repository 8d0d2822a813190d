// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/shared_memory.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::sparse_tensor_core {

using core::Activity;
using core::Cycles;

namespace {

/// What one client may take before the others have their turn: two ldmatrix.x4 of a warp.
constexpr std::uint64_t turn_bytes = 1024;

}  // namespace

SharedMemory::SharedMemory(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                           const SmParams& params, const SmWork& work)
    : Module{name, simulation}, params_{params}, work_{work}, clients_(1) {}

void SharedMemory::connect(kernel::Channel<FragmentRequest>& requests,
                           kernel::Channel<FragmentResponse>& responses) {
  ports_.push_back(
      {kernel::ChannelIn<FragmentRequest>{*this}, kernel::ChannelOut<FragmentResponse>{*this}});
  ports_.back().requests.bind(requests);
  ports_.back().responses.bind(responses);
  clients_.emplace_back();
}

std::string SharedMemory::state() const {
  std::uint64_t edges = 0;
  for (const Client& client : clients_) edges += client.edges_left;
  return fmt::format("{} edges left of requests in service", edges);
}

Activity SharedMemory::step() {
  if (now() < busy_until_) {
    sleep_until(busy_until_);
    return Activity::busy;
  }
  for (std::size_t n = 0; n < clients_.size(); ++n) {
    const std::size_t client = (turn_ + n) % clients_.size();
    if (!has_work(client)) continue;
    turn_ = client + 1;
    serve(client);
    sleep_until(busy_until_);
    return Activity::busy;
  }
  sleep();
  return Activity::idle;
}

// A request is taken when its answer has room, so that it never waits for it.
bool SharedMemory::has_work(std::size_t client) {
  Client& of = clients_[client];
  if (of.edges_left > 0) return true;
  if (client == ports_.size()) {
    if (!in_fills.can_pop() || !out_filled.can_push()) return false;
    const Fill fill = in_fills.pop();
    of.filled = fill.of;
    of.edges_left = words(fill.bytes, params_.shared_bytes_per_edge);
    stats_.shared_write += words(fill.bytes, shared_row_bytes);
    return true;
  }
  Port& port = ports_[client];
  if (!port.requests.can_pop() || !port.responses.can_push()) return false;
  of.fragment = port.requests.pop();
  const std::uint64_t bytes = work_.program.fragment_bytes;
  of.edges_left = work_.program.fragment_edges;
  conflict_edges_ += of.edges_left - words(bytes, params_.shared_bytes_per_edge);
  stats_.shared_read += words(bytes, shared_row_bytes);
  return true;
}

void SharedMemory::serve(std::size_t client) {
  Client& of = clients_[client];
  const std::uint64_t turn = words(turn_bytes, params_.shared_bytes_per_edge);
  const std::uint64_t edges = std::min(of.edges_left, turn);
  busy_until_ = now() + Cycles{edges};
  busy_edges_ += edges;
  of.edges_left -= edges;
  if (of.edges_left > 0) return;
  if (client == ports_.size()) {
    out_filled.push_at(of.filled, busy_until_ - Cycles{1});
  } else {
    ports_[client].responses.push_at(
        of.fragment, busy_until_ + Cycles{params_.shared_latency_edges - std::uint64_t{1}});
  }
}

}  // namespace gossamer::arch::sparse_tensor_core
