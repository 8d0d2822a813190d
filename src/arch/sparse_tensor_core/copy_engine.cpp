// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/copy_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace gossamer::arch::sparse_tensor_core {

using core::Activity;
using core::Cycles;
using core::Edge;

CopyEngine::CopyEngine(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                       const SmParams& params, const SmWork& work, SharedStages& stages)
    : Module{name, simulation}, params_{params}, work_{work}, stages_{stages} {}

void CopyEngine::connect(kernel::Channel<StageFilled>& to_sub_core,
                         kernel::Channel<StageRead>& from_sub_core) {
  out_filled_.emplace_back(*this).bind(to_sub_core);
  in_read_.emplace_back(*this).bind(from_sub_core);
}

std::string CopyEngine::state() const {
  return fmt::format("{} blocks, {} slabs under way", blocks_.size(), under_way_);
}

Activity CopyEngine::step() {
  while (in_launches.can_pop()) {
    const Launch launch = in_launches.pop();
    blocks_.push_back({launch.slot, launch.tile});
    blocks_.back().filled.resize(work_.stages);
    blocks_.back().readers.resize(work_.stages);
  }
  take_reads();
  take_responses();
  take_filled();
  request();
  if (now() < port_free_) {
    sleep_until(port_free_);
    return Activity::busy;
  }
  sleep();
  if (under_way_ > 0) return Activity::wait_input;
  return blocks_.empty() ? Activity::idle : Activity::wait_output;
}

CopyEngine::Block& CopyEngine::block_in(std::uint32_t slot) {
  const auto block =
      std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& b) { return b.slot == slot; });
  assert(block != blocks_.end() && "a stage of a block that has ended");
  return *block;
}

void CopyEngine::take_reads() {
  for (auto& in : in_read_) {
    while (in.can_pop()) {
      const StageRead read = in.pop();
      Block& block = block_in(read.slot);
      std::uint32_t& readers = block.readers[read.slab % work_.stages];
      if (++readers < work_.program.warps) continue;
      readers = 0;
      ++block.read;
    }
  }
  blocks_.erase(std::remove_if(blocks_.begin(), blocks_.end(),
                               [&](const Block& b) { return b.read == work_.map->plan().slabs(); }),
                blocks_.end());
}

// Data are handed on when they have passed the port; their place in shared memory has been free
// since the request.
void CopyEngine::take_responses() {
  while (in_responses.can_pop() && out_fills.can_push()) {
    const LoadResponse response = in_responses.pop();
    const std::uint64_t bytes =
        work_.map->load_bytes(work_.map->plan().place(response.of.tile), response.of.slab);
    const std::uint64_t edges = std::max<std::uint64_t>(
        1, (bytes + params_.l2_bytes_per_edge - 1) / params_.l2_bytes_per_edge);
    port_free_ = std::max(port_free_, now()) + Cycles{edges};
    if (work_.math != nullptr) write_stage(response);
    out_fills.push_at({response.of, bytes}, port_free_ - Cycles{1});
  }
}

void CopyEngine::write_stage(const LoadResponse& response) {
  const LoadRequest& of = response.of;
  Stage& stage = stages_[of.slot][of.slab % work_.stages];
  work_.math->fill(stage, work_.map->plan().place(of.tile), of.slab,
                   [&](OperandMap::BlockId id) { return response.blocks->at(id)->data(); });
  if (!lose_slabs_ || of.slab > 0) return;
  std::fill(stage.a.begin(), stage.a.end(), numerics::mma::operand_word(OperandType::tf32, 0.0F));
  std::fill(stage.a_integers.begin(), stage.a_integers.end(), std::int16_t{0});
  ++lost_;
}

// Warps wait for copies in the order in which they were asked for.
void CopyEngine::take_filled() {
  while (in_filled.can_pop()) {
    const StageFilled filled = in_filled.pop();
    block_in(filled.slot).filled[filled.slab % work_.stages] = true;
    --under_way_;
  }
  for (Block& block : blocks_) {
    while (block.filled[block.announced % work_.stages]) {
      const bool room = std::all_of(out_filled_.begin(), out_filled_.end(),
                                    [](const auto& out) { return out.can_push(); });
      if (!room) return;
      for (auto& out : out_filled_) out.push({block.slot, block.tile, block.announced});
      block.filled[block.announced++ % work_.stages] = false;
    }
  }
}

void CopyEngine::request() {
  for (Block& block : blocks_) {
    while (block.requested < work_.map->plan().slabs() &&
           block.requested - block.read < work_.stages && out_requests.can_push()) {
      out_requests.push({block.slot, block.tile, block.requested++});
      ++under_way_;
    }
  }
}

}  // namespace gossamer::arch::sparse_tensor_core
