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

}  // namespace

L2::L2(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const L2Params& params,
       std::uint32_t burst_bytes, const Work& work)
    : Module{name, simulation},
      params_{params},
      burst_bytes_{burst_bytes},
      work_{work},
      cache_{work.map.blocks(), params.kib * std::uint64_t{1024}},
      scratch_(1, Bytes(burst_bytes)),
      missing_bursts_(work.map.blocks().size()) {}

void L2::connect(kernel::Channel<LoadRequest>& loads, kernel::Channel<LoadResponse>& loaded,
                 kernel::Channel<WarpDone>& stores) {
  ports_.push_back({kernel::ChannelIn<LoadRequest>{*this}, kernel::ChannelOut<LoadResponse>{*this},
                    kernel::ChannelIn<WarpDone>{*this}});
  ports_.back().loads.bind(loads);
  ports_.back().loaded.bind(loaded);
  ports_.back().stores.bind(stores);
}

std::string L2::state() const {
  return fmt::format("{} loads wait for DRAM, {} transfers to be asked for, {} of {} stores taken",
                     loads_.size(), reads_.size() + writes_.size(), stores_taken_, work_.stores);
}

Activity L2::step() {
  take_responses();
  const bool took_loads = take_loads();
  const bool took_stores = take_stores();
  const bool read = request(reads_);
  const bool wrote = reads_.empty() && request(writes_);
  const bool asked = read || wrote;
  answer();
  const bool stored = stores_taken_ == work_.stores && stores_.empty();
  if (stored) simulation().finish(now());
  if (took_loads || took_stores || asked) return Activity::busy;
  const std::uint64_t rate = params_.bytes_per_edge;
  const Edge served{(served_bytes_ + rate - 1) / rate};
  if (!answers_.empty()) sleep_until(Edge{answers_.begin()->first.first});
  if (now() < served) {
    sleep_until(served);
    return Activity::busy;
  }
  sleep();
  return loads_.empty() && stores_.empty() ? Activity::idle : Activity::wait_input;
}

// Bandwidth is counted in bytes, so that no part of an edge is lost between requests. SMs that ask
// at the same time are served in any order: the simulated one in the middle.
Edge L2::serve(std::uint64_t bytes, std::uint64_t own) {
  const std::uint64_t rate = params_.bytes_per_edge;
  served_bytes_ = std::max(served_bytes_, now().number() * rate) + bytes;
  bytes_ += bytes;
  stats_.transfer += words(bytes, sector_bytes);
  return Edge{(served_bytes_ - (bytes - own) / 2 + rate - 1) / rate};
}

void L2::take_responses() {
  while (in_responses.can_pop()) {
    const std::uint32_t tag = in_responses.pop().tag;
    if ((tag & write_tag) == 0) {
      if (--missing_bursts_[tag] == 0) block_arrived(tag);
      continue;
    }
    const auto store = stores_.find(tag);
    if (--store->second.missing_bursts == 0) stores_.erase(store);
  }
}

void L2::block_arrived(OperandMap::BlockId id) {
  stats_.write += words(work_.map.blocks()[id].bytes, sector_bytes);
  const auto waiting = waiting_.find(id);
  for (const std::uint32_t number : waiting->second) {
    if (--loads_.at(number).missing_blocks == 0) complete(number);
  }
  waiting_.erase(waiting);
  cache_.arrived(id);
}

bool L2::take_loads() {
  bool took = false;
  for (std::size_t port = 0; port < ports_.size(); ++port) {
    while (ports_[port].loads.can_pop()) {
      load(port, ports_[port].loads.pop());
      took = true;
    }
  }
  return took;
}

const Wave& L2::wave_of(std::uint32_t tile) {
  const auto known = waves_.find(tile);
  if (known != waves_.end()) return known->second;
  std::vector<std::uint32_t> tiles{tile};
  const GemmPlan& plan = work_.map.plan();
  if (work_.one_sm) {
    for (std::uint32_t sm = 1; sm < plan.sms() && tile + sm < plan.tiles(); ++sm) {
      tiles.push_back(tile + sm);
    }
  }
  return waves_.emplace(tile, Wave{work_.map, std::move(tiles)}).first->second;
}

void L2::load(std::size_t port, const LoadRequest& request) {
  const Wave& wave = wave_of(request.tile);
  const std::uint32_t number = next_load_++;
  const std::uint64_t bytes = wave.load_bytes(request.slab);
  const std::uint64_t own =
      work_.map.load_bytes(work_.map.plan().place(request.tile), request.slab);
  Load load{port, request, 0, serve(bytes, own), nullptr};
  stats_.read += words(bytes, sector_bytes);
  if (work_.values) load.blocks = std::make_shared<LoadedBlocks>();
  wave.for_each_block(request.slab, [&](OperandMap::BlockId id) {
    if (!cache_.use(id)) fetch(id);
    // Held at once: a further block may push this one out.
    if (work_.values) (*load.blocks)[id] = cache_.data(id);
    if (!cache_.on_its_way(id)) return;
    waiting_[id].push_back(number);
    ++load.missing_blocks;
  });
  const bool here = load.missing_blocks == 0;
  loads_.emplace(number, std::move(load));
  if (here) complete(number);
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
  answers_.emplace(std::pair{at.number(), number}, std::move(load->second));
  loads_.erase(load);
}

void L2::answer() {
  while (!answers_.empty() && answers_.begin()->first.first <= now().number()) {
    Load& load = answers_.begin()->second;
    auto& out = ports_[load.port].loaded;
    if (!out.can_push()) return;
    out.push({load.request, std::move(load.blocks)});
    answers_.erase(answers_.begin());
  }
}

bool L2::take_stores() {
  bool took = false;
  for (Port& port : ports_) {
    while (port.stores.can_pop()) {
      store(port.stores.pop());
      took = true;
    }
  }
  return took;
}

// Of the SMs that another one stands for, time and bytes are those of their own outputs; their
// values are written when the run is over.
void L2::store(const WarpDone& done) {
  ++stores_taken_;
  for (const std::uint32_t tile : wave_of(done.tile).tiles()) {
    const std::uint64_t bytes = work_.map.output_bytes(tile, done.warp);
    if (bytes == 0) continue;
    serve(bytes, bytes);
    stats_.write += words(bytes, sector_bytes);
    const std::uint32_t tag = write_tag | next_store_++;
    const bool own = tile == done.tile && work_.values;
    stores_.emplace(tag,
                    Store{own ? done.outputs : nullptr, (bytes + burst_bytes_ - 1) / burst_bytes_});
    writes_.push_back({work_.map.output_address(tile, done.warp), bytes, true,
                       own ? done.outputs->data() : nullptr, tag});
  }
}

bool L2::request(std::deque<Transfer>& transfers) {
  bool asked = false;
  while (!transfers.empty() && out_requests.can_push()) {
    Transfer& transfer = transfers.front();
    const auto bytes =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(burst_bytes_, transfer.bytes));
    std::uint8_t* data = transfer.data == nullptr ? scratch_.front().data() : transfer.data;
    out_requests.push({transfer.address, bytes, transfer.write, data, transfer.tag});
    asked = true;
    transfer.address += bytes;
    transfer.bytes -= bytes;
    if (transfer.data != nullptr) transfer.data += bytes;
    if (transfer.bytes == 0) transfers.pop_front();
  }
  return asked;
}

}  // namespace gossamer::arch::sparse_tensor_core
