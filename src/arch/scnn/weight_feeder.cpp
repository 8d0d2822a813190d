// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_feeder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::scnn {

using core::Activity;
using core::Cycles;
using core::Edge;

WeightFeeder::WeightFeeder(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                           const Params& params, const ImagePlan& image, const Placement& placement,
                           WeightFifos& out_vectors)
    : LookaheadModule{name, simulation},
      params_{params},
      out_vectors_{out_vectors},
      reader_{params, image, placement},
      broadcaster_{out_vectors} {
  out_vectors.connect_producer(*this);
}

std::string WeightFeeder::state() const {
  return fmt::format("{}; {} blocks wait; {}", reader_.state(), queue_.size(),
                     broadcaster_.state());
}

bool WeightFeeder::act(Edge at) {
  if (progress_.edge != at) progress_ = {at, 0, false};
  reader_.stream().take(in_responses, at);
  decode_blocks(at);
  asked_for_all_ = reader_.stream().request(out_requests, at);
  send_vectors(at);
  return progress_.acted;
}

bool WeightFeeder::queue_has_room(Edge at) const {
  const std::size_t held =
      queue_.size() + static_cast<std::size_t>(std::count_if(
                          freed_.begin(), freed_.end(), [at](Edge from) { return from > at; }));
  return held < params_.weights.block_queue;
}

void WeightFeeder::decode_blocks(Edge at) {
  while (!freed_.empty() && freed_.front() <= at) freed_.pop_front();
  while (queue_.size() + freed_.size() < params_.weights.block_queue && reader_.has_next()) {
    BlockMessage message;
    if (reader_.next(message)) queue_.push_back({std::move(message), at + Cycles{1}});
    progress_.acted = true;
  }
}

void WeightFeeder::send_vectors(Edge at) {
  Edge room{};
  while (progress_.sent < params_.weights.broadcast_vectors) {
    if (!broadcaster_.has_block()) {
      if (queue_.empty() || queue_.front().visible_from > at) return;
      broadcaster_.take(std::move(queue_.front().message));
      queue_.pop_front();
      freed_.push_back(at + Cycles{1});
    }
    if (!out_vectors_.room(room) || room > at) return;
    broadcaster_.send_vector(at);
    ++progress_.sent;
    progress_.acted = true;
  }
}

bool WeightFeeder::is_certain(Edge at) const {
  if (!asked_for_all_) return false;
  if (!reader_.finished() && !reader_.has_next() && queue_has_room(at)) return false;
  if (progress_.sent == params_.weights.broadcast_vectors) return true;
  Edge room{};
  return !broadcaster_.has_block() || out_vectors_.room(room);
}

bool WeightFeeder::next_event(Edge at, Edge& next) const {
  bool known = false;
  const auto consider = [&](Edge edge) {
    next = known ? std::min(next, edge) : edge;
    known = true;
  };
  Edge room{};
  if (broadcaster_.has_block() && out_vectors_.room(room)) consider(room);
  if (!broadcaster_.has_block() && !queue_.empty()) consider(queue_.front().visible_from);
  if (!reader_.finished() && !freed_.empty()) consider(freed_.front());
  return known && next > at;
}

Activity WeightFeeder::waiting() const {
  if (broadcaster_.has_block() || !queue_.empty()) return Activity::wait_output;
  return reader_.finished() ? Activity::idle : Activity::wait_input;
}

}  // namespace gossamer::arch::scnn
