// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/weight_feeder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::dcnn {

using core::Activity;
using core::Cycles;
using core::Edge;

WeightFeeder::WeightFeeder(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                           const Params& params, const ImagePlan& image, WeightMemory& memory,
                           kernel::BroadcastChannel<WeightVector>& out_vectors)
    : LookaheadModule{name, simulation},
      broadcast_vectors_{params.weights.broadcast_vectors},
      image_{image},
      memory_{memory},
      out_vectors_{out_vectors},
      stream_{std::uint64_t{params.weights.buffer_kib} * 1024, params.dram.burst_bytes} {
  for (std::size_t tile = 0; tile < image.tiles.size(); ++tile) {
    stream_.add_segment(0, image.plan.weights.size());
  }
  out_vectors.connect_producer(*this);
  memory_.begin_step(0);
}

std::string WeightFeeder::state() const {
  return fmt::format("step {} chunk {} filter {}: {} bytes sent, {} arrived", step_, chunk_, k_,
                     stream_.consumed(), stream_.arrived());
}

bool WeightFeeder::act(Edge at) {
  if (progress_.edge != at) progress_ = {at, 0, false};
  stream_.take(in_responses, at);
  send_vectors(at);
  asked_for_all_ = stream_.request(out_requests, at);
  return progress_.acted;
}

void WeightFeeder::send_vectors(Edge at) {
  Edge room{};
  while (progress_.sent < broadcast_vectors_ && has_vector() && out_vectors_.room(room) &&
         room <= at) {
    send_vector(at);
    ++progress_.sent;
    progress_.acted = true;
  }
}

bool WeightFeeder::has_vector() const {
  return !finished() && stream_.has(std::uint64_t{2} * image_.plan.layer.products_of(chunk_));
}

void WeightFeeder::send_vector(Edge at) {
  const DenseLayer& layer = image_.plan.layer;
  stream_.consume(std::uint64_t{2} * layer.products_of(chunk_), bytes_);
  if (lose_vectors_ && chunk_ == 0 && k_ == 0) {
    std::fill(bytes_.begin(), bytes_.end(), std::uint8_t{0});
    ++lost_;
  }
  memory_.write(step_, k_, chunk_ * layer.lanes, bytes_);
  out_vectors_.push({}, at);
  ++stats_.buffer_write;
  ++stats_.buffer_read;
  ++stats_.decode;
  ++stats_.transfer;
  advance();
}

void WeightFeeder::advance() {
  if (++k_ < image_.group(step_).filters) return;
  k_ = 0;
  if (++chunk_ < image_.plan.layer.chunks()) return;
  chunk_ = 0;
  ++step_;
  if (step_ % image_.groups() == 0) stream_.end_segment();
  if (!finished()) memory_.begin_step(step_);
}

bool WeightFeeder::is_certain(Edge at) const {
  if (!asked_for_all_) return false;
  if (finished() || progress_.sent == broadcast_vectors_) return true;
  Edge room{};
  return has_vector() && out_vectors_.room(room) && room > at;
}

bool WeightFeeder::next_event(Edge at, Edge& next) const {
  return has_vector() && out_vectors_.room(next) && next > at;
}

Activity WeightFeeder::waiting() const {
  if (has_vector()) return Activity::wait_output;
  return finished() ? Activity::idle : Activity::wait_input;
}

}  // namespace gossamer::arch::dcnn
