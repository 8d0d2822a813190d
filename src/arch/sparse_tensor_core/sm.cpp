// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/sm.hpp"

#include <numeric>

namespace gossamer::arch::sparse_tensor_core {

namespace {

/// Slabs that can be under way at once.
std::size_t slabs_at_once(const SmWork& work) {
  return std::size_t{work.resident} * work.stages;
}

std::size_t warps_of_sub_core(const SmParams& params, const SmWork& work) {
  const std::uint32_t of_block = (work.program.warps + params.sub_cores - 1) / params.sub_cores;
  return std::size_t{work.resident} * of_block;
}

}  // namespace

Sm::Lane::Lane(kernel::Simulation& simulation, const std::string& name, const SmParams& params,
               const SmWork& work)
    : launches{simulation, "launches to " + name, work.resident},
      filled{simulation, "stages filled for " + name, slabs_at_once(work)},
      read{simulation, "stages read by " + name, 2 * warps_of_sub_core(params, work)},
      requests{simulation, "fragments asked for by " + name, warps_of_sub_core(params, work)},
      fragments{simulation, "fragments to " + name, warps_of_sub_core(params, work)},
      done{simulation, "warps done in " + name, warps_of_sub_core(params, work)} {}

Sm::Sm(kernel::Simulation& simulation, const std::string& name, const SmParams& params,
       const SmWork& work)
    : stages_(work.resident, std::vector<Stage>(work.stages)),
      scheduler_{(name + "_scheduler").c_str(), simulation, work, work.map == nullptr},
      epilogue_{(name + "_epilogue").c_str(), simulation, params, work},
      stored_{simulation, "warps stored by " + name,
              std::size_t{work.resident} * work.program.warps},
      copy_launches_{simulation, "launches to " + name + "_copy_engine", work.resident},
      fills_{simulation, "fills in " + name, slabs_at_once(work)},
      filled_{simulation, "filled in " + name, slabs_at_once(work)} {
  epilogue_.out_stored.bind(stored_);
  scheduler_.in_stored.bind(stored_);
  if (work.program.loads()) build_memory(simulation, name, params, work);
  for (std::uint32_t number = 0; number < params.sub_cores; ++number) {
    const std::string of = name + "_sub_core_" + std::to_string(number);
    lanes_.push_back(std::make_unique<Lane>(simulation, of, params, work));
    sub_cores_.push_back(
        std::make_unique<SubCore>(of.c_str(), simulation, params, work, number, stages_));
    wire(*lanes_.back(), *sub_cores_.back());
  }
}

void Sm::build_memory(kernel::Simulation& simulation, const std::string& name,
                      const SmParams& params, const SmWork& work) {
  copy_engine_ = std::make_unique<CopyEngine>((name + "_copy_engine").c_str(), simulation, params,
                                              work, stages_);
  shared_memory_ =
      std::make_unique<SharedMemory>((name + "_shared_memory").c_str(), simulation, params, work);
  scheduler_.connect(copy_launches_);
  copy_engine_->in_launches.bind(copy_launches_);
  copy_engine_->out_fills.bind(fills_);
  shared_memory_->in_fills.bind(fills_);
  shared_memory_->out_filled.bind(filled_);
  copy_engine_->in_filled.bind(filled_);
}

void Sm::wire(Lane& lane, SubCore& sub_core) {
  scheduler_.connect(lane.launches);
  sub_core.in_launches.bind(lane.launches);
  sub_core.out_done.bind(lane.done);
  epilogue_.connect(lane.done);
  if (!copy_engine_) return;
  copy_engine_->connect(lane.filled, lane.read);
  sub_core.in_filled.bind(lane.filled);
  sub_core.out_read.bind(lane.read);
  sub_core.out_requests.bind(lane.requests);
  sub_core.in_fragments.bind(lane.fragments);
  shared_memory_->connect(lane.requests, lane.fragments);
}

void Sm::connect(kernel::Channel<LoadRequest>& loads, kernel::Channel<LoadResponse>& loaded,
                 kernel::Channel<WarpDone>& stores) {
  copy_engine_->out_requests.bind(loads);
  copy_engine_->in_responses.bind(loaded);
  epilogue_.out_stores.bind(stores);
}

std::vector<const SmStats*> Sm::stats() const {
  std::vector<const SmStats*> all;
  for (const auto& sub_core : sub_cores_) all.push_back(&sub_core->stats());
  if (shared_memory_) all.push_back(&shared_memory_->stats());
  return all;
}

void Sm::lose_sums() {
  for (const auto& sub_core : sub_cores_) sub_core->lose_sums();
}

std::uint32_t Sm::lost() const {
  return std::accumulate(
      sub_cores_.begin(), sub_cores_.end(), copy_engine_ ? copy_engine_->lost() : 0U,
      [](std::uint32_t sum, const auto& sub_core) { return sum + sub_core->lost(); });
}

}  // namespace gossamer::arch::sparse_tensor_core
