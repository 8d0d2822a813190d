// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/l2.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernel/simulation.hpp"

namespace gossamer::arch::sparse_tensor_core {

using core::Activity;
using core::Cycles;
using core::Edge;

namespace {

constexpr std::uint32_t write_tag = 0x80000000;
constexpr std::uint32_t no_load = 0xFFFFFFFF;

}  // namespace

L2::L2(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const L2Params& params,
       std::uint32_t burst_bytes, const Work& work)
    : Module{name, simulation},
      params_{params},
      burst_bytes_{burst_bytes},
      work_{work},
      cache_{work.map.blocks(), params.kib * std::uint64_t{1024},
             params.kib * std::uint64_t{1024} * params.output_percent / 100},
      scratch_(1, Bytes(burst_bytes)),
      missing_bursts_(work.map.blocks().size()),
      all_stores_{work.map.plan().tiles() * std::uint64_t{work.map.plan().tile().warps()}} {}

void L2::connect(kernel::Channel<LoadRequest>& loads, kernel::Channel<LoadResponse>& loaded,
                 kernel::Channel<WarpDone>& stores, std::uint32_t followers) {
  ports_.push_back({kernel::ChannelIn<LoadRequest>{*this}, kernel::ChannelOut<LoadResponse>{*this},
                    kernel::ChannelIn<WarpDone>{*this}, Followers{followers}});
  ports_.back().loads.bind(loads);
  ports_.back().loaded.bind(loaded);
  ports_.back().stores.bind(stores);
}

std::string L2::state() const {
  return fmt::format("{} loads wait, {} transfers left, {} of {} stores taken, {} without room",
                     loads_.size(), reads_.size() + writes_.size(), stores_taken_, all_stores_,
                     no_room_yet_.size());
}

Activity L2::step() {
  take_responses();
  bool progress = false;
  for (Port& port : ports_) progress |= take_due(port);
  progress |= take_loads();
  progress |= take_stores();
  progress |= request();
  answer();
  if (stores_taken_ == all_stores_ && stores_.empty()) simulation().finish(now());
  return rest(progress);
}

Activity L2::rest(bool progress) {
  if (progress) return Activity::busy;
  for (const Port& port : ports_) {
    if (const auto due = port.followers.next()) sleep_until(*due);
  }
  const Edge served{words(served_bytes_, params_.bytes_per_edge)};
  if (!answers_.empty()) sleep_until(Edge{answers_.begin()->first.first});
  if (now() < served) {
    sleep_until(served);
    return Activity::busy;
  }
  sleep();
  return loads_.empty() && stores_.empty() ? Activity::idle : Activity::wait_input;
}

// Bandwidth is counted in bytes, so that no part of an edge is lost between requests.
Edge L2::serve(std::uint64_t bytes) {
  const std::uint64_t rate = params_.bytes_per_edge;
  served_bytes_ = std::max(served_bytes_, now().number() * rate) + bytes;
  bytes_ += bytes;
  stats_.transfer += words(bytes, sector_bytes);
  return Edge{words(served_bytes_, rate)};
}

Edge L2::serve_slab(const LoadRequest& request) {
  const auto bytes = work_.map.load_bytes(work_.map.plan().place(request.tile), request.slab);
  stats_.read += words(bytes, sector_bytes);
  return serve(bytes);
}

void L2::take_responses() {
  while (in_responses.can_pop()) {
    const std::uint32_t tag = in_responses.pop().tag;
    if ((tag & write_tag) == 0) {
      if (--missing_bursts_[tag] == 0) block_arrived(tag);
      continue;
    }
    const auto store = stores_.find(tag);
    if (--store->second.missing_bursts > 0) continue;
    cache_.outputs_written(store->second.bytes);
    stores_.erase(store);
  }
}

void L2::block_arrived(OperandMap::BlockId id) {
  stats_.write += words(work_.map.blocks()[id].bytes, sector_bytes);
  cache_.arrived(id);
  const auto waiting = waiting_.find(id);
  if (waiting == waiting_.end()) return;
  for (const std::uint32_t number : waiting->second) {
    if (--loads_.at(number).missing_blocks == 0) complete(number);
  }
  waiting_.erase(waiting);
}

// One request of each SM at a time.
bool L2::take_loads() {
  bool took = false;
  bool more = true;
  while (more) {
    more = false;
    for (Port& port : ports_) {
      if (!port.loads.can_pop()) continue;
      const LoadRequest request = port.loads.pop();
      const std::size_t asked = port.followers.ask(now(), {false, request.tile, request.slab});
      load(port, request, asked);
      take_due(port);
      took = more = true;
    }
  }
  return took;
}

bool L2::take_due(Port& port) {
  bool took = false;
  while (const auto due = port.followers.take(now())) {
    if (due->request.store) {
      no_room_yet_.push_back({due->request.tile, due->request.number, nullptr});
    } else {
      follow_load(port, due->follower, due->request, due->asked);
    }
    took = true;
  }
  return took;
}

void L2::load(Port& port, const LoadRequest& request, std::size_t asked) {
  const std::uint32_t number = next_load_++;
  Load load{&port, 0, request, 0, serve_slab(request), nullptr};
  port.followers.leader_waited(asked, load.served - now());
  if (work_.values) load.blocks = std::make_shared<LoadedBlocks>();
  load.missing_blocks = use_blocks(number, request, load.blocks.get());
  wait_for_blocks(number, std::move(load));
}

// A follower gets no answer, but its first slab tells how far it is behind.
void L2::follow_load(Port& port, std::uint32_t follower, const SmRequest& of, std::size_t asked) {
  const LoadRequest request{0, of.tile, of.number};
  const std::uint32_t number = next_load_++;
  const Edge served = serve_slab(request);
  if (request.slab == 0) port.followers.waited(follower, asked, served - now());
  if (!port.followers.waits(follower) || request.slab > 0) {
    use_blocks(no_load, request, nullptr);
    return;
  }
  Load load{&port, follower, request, 0, served, nullptr};
  load.missing_blocks = use_blocks(number, request, nullptr);
  wait_for_blocks(number, std::move(load));
}

void L2::wait_for_blocks(std::uint32_t number, Load load) {
  const bool here = load.missing_blocks == 0;
  loads_.emplace(number, std::move(load));
  if (here) complete(number);
}

/// Fetches the blocks of a slab that are not here and returns how many load `number` waits for.
std::uint32_t L2::use_blocks(std::uint32_t number, const LoadRequest& request,
                             LoadedBlocks* blocks) {
  std::uint32_t missing = 0;
  const auto use = [&](OperandMap::BlockId id) {
    if (!cache_.use(id)) fetch(id);
    // Held at once: a further block may push this one out.
    if (blocks != nullptr) (*blocks)[id] = cache_.data(id);
    if (number == no_load || !cache_.on_its_way(id)) return;
    waiting_[id].push_back(number);
    ++missing;
  };
  const TilePlace place = work_.map.plan().place(request.tile);
  use(work_.map.a_block(place.group, place.row, request.slab));
  work_.map.for_each_b(place.group, place.col, request.slab, use);
  return missing;
}

void L2::fetch(OperandMap::BlockId id) {
  const OperandMap::Block& block = work_.map.blocks()[id];
  std::uint8_t* data = nullptr;
  if (work_.values) {
    cache_.data(id) = std::make_shared<Bytes>(block.bytes);
    data = cache_.data(id)->data();
  }
  missing_bursts_[id] = (block.bytes + burst_bytes_ - 1) / burst_bytes_;
  reads_.push_back({block.address, block.bytes, false, data, id});
}

// An answer leaves with the first bytes; they take the bandwidth of the SM's port from there.
void L2::complete(std::uint32_t number) {
  const auto load = loads_.find(number);
  const Edge at = std::max(load->second.served, now()) + Cycles{params_.latency_edges};
  Followers& followers = load->second.port->followers;
  if (load->second.follower > 0) {
    followers.served(load->second.follower, at);
    loads_.erase(load);
    return;
  }
  followers.leader_served(at);
  answers_.emplace(std::pair{at.number(), number}, std::move(load->second));
  loads_.erase(load);
}

void L2::answer() {
  while (!answers_.empty() && answers_.begin()->first.first <= now().number()) {
    Load& load = answers_.begin()->second;
    auto& out = load.port->loaded;
    if (!out.can_push()) return;
    out.push({load.request, std::move(load.blocks)});
    answers_.erase(answers_.begin());
  }
}

// One warp's of each SM at a time, as long as there is room.
bool L2::take_stores() {
  bool took = store();
  for (std::size_t without = 0; without < ports_.size() && no_room_yet_.empty(); ++store_turn_) {
    Port& port = ports_[store_turn_ % ports_.size()];
    ++without;
    if (!port.stores.can_pop()) continue;
    without = 0;
    WarpDone done = port.stores.pop();
    no_room_yet_.push_back({done.tile, done.warp, std::move(done.outputs)});
    port.followers.ask(now(), {true, done.tile, done.warp});
    take_due(port);
    store();
    took = true;
  }
  return took;
}

// Values of the SMs that another one stands for are written when the run is over.
bool L2::store() {
  bool stored = false;
  while (!no_room_yet_.empty()) {
    Outputs& outputs = no_room_yet_.front();
    const std::uint64_t bytes = work_.map.output_bytes(outputs.tile, outputs.warp);
    if (bytes > 0) {
      if (!cache_.take_outputs(bytes)) break;
      serve(bytes);
      // Written now, and read again to be sent to DRAM.
      stats_.write += words(bytes, sector_bytes);
      stats_.read += words(bytes, sector_bytes);
      const std::uint32_t tag = write_tag | next_store_++;
      std::uint8_t* const data = outputs.values == nullptr ? nullptr : outputs.values->data();
      stores_.emplace(
          tag, Store{std::move(outputs.values), bytes, (bytes + burst_bytes_ - 1) / burst_bytes_});
      writes_.push_back(
          {work_.map.output_address(outputs.tile, outputs.warp), bytes, true, data, tag});
    }
    no_room_yet_.pop_front();
    ++stores_taken_;
    stored = true;
  }
  return stored;
}

bool L2::request() {
  bool asked = false;
  while (out_requests.can_push() && !(reads_.empty() && writes_.empty())) {
    const bool in_turn = !no_room_yet_.empty() && !writes_.empty() && !wrote_last_;
    wrote_last_ = reads_.empty() || in_turn;
    request(wrote_last_ ? writes_ : reads_);
    asked = true;
  }
  return asked;
}

void L2::request(std::deque<Transfer>& transfers) {
  Transfer& transfer = transfers.front();
  const auto bytes =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(burst_bytes_, transfer.bytes));
  std::uint8_t* data = transfer.data == nullptr ? scratch_.front().data() : transfer.data;
  out_requests.push({transfer.address, bytes, transfer.write, data, transfer.tag});
  transfer.address += bytes;
  transfer.bytes -= bytes;
  if (transfer.data != nullptr) transfer.data += bytes;
  if (transfer.bytes == 0) transfers.pop_front();
}

}  // namespace gossamer::arch::sparse_tensor_core
