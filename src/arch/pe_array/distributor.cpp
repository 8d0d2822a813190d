// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/distributor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/pe_array/pe_square.hpp"

namespace gossamer::arch::pe_array {

using core::Activity;
using core::Cycles;
using core::Edge;

namespace {

/// From the global buffer to the first PE, in PE pitches: half the side of a square of PEs.
std::uint64_t trunk(std::uint32_t pes) {
  return (square_side(pes) + 1) / 2;
}

}  // namespace

Distributor::Distributor(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                         const Params& params, const Schedule& schedule, WeightTiles& weight_tiles,
                         InputImage& input_image)
    : Module{name, simulation},
      params_{params},
      schedule_{schedule},
      weight_tiles_{weight_tiles},
      input_image_{input_image} {}

void Distributor::connect(kernel::Channel<WeightsHere>& to_weights,
                          kernel::Channel<InputsHere>& to_inputs) {
  out_weights_.emplace_back(*this).bind(to_weights);
  out_inputs_.emplace_back(*this).bind(to_inputs);
}

std::string Distributor::state() const {
  return fmt::format("{} of {} tiles sent{}", packet_, schedule_.packets.size(),
                     sending_ ? ", one on its way" : "");
}

Activity Distributor::step() {
  kernel::Burst burst{*this};
  Activity waits = Activity::idle;
  while (!burst.full() && !finished()) {
    const Packet& packet = schedule_.packets[packet_];
    if (!sending_) {
      waits = has_tile(packet, burst.at()) ? Activity::wait_output : Activity::wait_input;
      if (waits == Activity::wait_input || !has_room(packet, burst.at())) break;
      begin(packet);
    }
    const Cycles edges = std::min(left_, burst.room());
    burst.add(Activity::busy, edges);
    left_ = left_ - edges;
    if (left_ == Cycles{0}) deliver(packet, burst.at() - Cycles{1});
  }
  if (!burst.empty()) return burst.end();
  sleep();
  return waits;
}

void Distributor::note_complete(Loads& loads, Edge at) {
  while (loads.in_complete.bound() && loads.in_complete.can_pop_at(at)) {
    loads.complete = loads.in_complete.pop_at(at) + 1;
  }
}

bool Distributor::has_tile(const Packet& packet, Edge at) {
  if (packet.load == nothing) return true;
  Loads& loads = packet.carries_weights ? weights : inputs;
  note_complete(loads, at);
  return packet.load < loads.complete;
}

bool Distributor::has_room(const Packet& packet, Edge at) const {
  return std::all_of(packet.destinations.begin(), packet.destinations.end(), [&](std::uint32_t pe) {
    return packet.carries_weights ? out_weights_[pe].can_push_at(at)
                                  : out_inputs_[pe].can_push_at(at);
  });
}

void Distributor::begin(const Packet& packet) {
  const std::uint64_t words = packet.transfer.words;
  sending_ = true;
  left_ = Cycles{packet.transfer.edges};
  stats_.buffer_read += words;
  if (packet.load != nothing && packet.last_of_load) stats_.buffer_write += words;
  stats_.hop += words * (packet.destinations.size() + trunk(params_.pe.count));
}

void Distributor::deliver(const Packet& packet, Edge at) {
  if (packet.carries_weights) {
    const auto tile = weight_tiles_.tile(packet.load);
    for (const std::uint32_t pe : packet.destinations) out_weights_[pe].push_at({tile}, at);
  } else {
    const auto tile = input_image_.tile(packet);
    for (const std::uint32_t pe : packet.destinations) out_inputs_[pe].push_at({tile}, at);
  }
  if (packet.load != nothing && packet.last_of_load) {
    if (packet.carries_weights) {
      weight_tiles_.forget(packet.load);
    } else {
      input_image_.forget(packet.load);
    }
    (packet.carries_weights ? weights : inputs).out_released.push_at(packet.load, at);
  }
  sending_ = false;
  ++packet_;
}

}  // namespace gossamer::arch::pe_array
