// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/chip.hpp"

#include <algorithm>

#include "arch/sparse_tensor_core/bank_layout.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

Program program_of(const GemmPlan& plan, const Params& params) {
  Program program;
  program.instruction = plan.instruction();
  program.warps = plan.tile().warps();
  program.instructions = plan.tile().instructions();
  program.steps = plan.steps();
  program.steps_per_slab = plan.steps_per_slab();
  program.fragment_bytes = plan.bytes().fragments;
  program.fragment_edges =
      fragment_edges(plan.tile(), plan.instruction(), params.sm, params.tile.layout);
  program.sum_registers = plan.output() == OutputType::fp16 ? 2 : 4;
  program.instruction.interval_quarters =
      interval_with_ports(program.instruction, program.sum_registers, params.sm.register_banks);
  return program;
}

std::vector<std::unique_ptr<SmWork>> work_of(const std::vector<SmGroup>& groups,
                                             const LayerLoad& load, const Params& params) {
  const GemmPlan& plan = load.map.plan();
  std::vector<std::unique_ptr<SmWork>> all;
  for (const SmGroup& group : groups) {
    const std::uint32_t sm = group.first;
    all.push_back(std::make_unique<SmWork>());
    SmWork& work = *all.back();
    work.program = program_of(plan, params);
    for (std::uint32_t tile = sm; tile < plan.tiles(); tile += plan.sms()) {
      work.tiles.push_back(tile);
    }
    work.resident = std::min<std::uint32_t>(plan.resident(), plan.tiles_of(sm));
    work.stages = plan.tile().stages;
    work.map = &load.map;
    work.counts = &load.counts;
    work.math = load.math;
  }
  return all;
}

}  // namespace

Chip::SmLane::SmLane(kernel::Simulation& simulation, const std::string& name, const SmWork& work)
    : loads{simulation, name + " loads", std::size_t{work.resident} * work.stages},
      loaded{simulation, name + " loaded", std::size_t{work.resident} * work.stages},
      stores{simulation, name + " stores", 2} {}

Chip::Chip(kernel::Simulation& simulation, const Params& params, const LayerLoad& load)
    : plan_{load.map.plan()},
      dram_{simulation, params.dram},
      groups_{sm_groups(plan_, params.gpu.simulated_sms)},
      work_{work_of(groups_, load, params)},
      l2_{"l2", simulation, params.l2, params.dram.burst_bytes, {load.map, load.math != nullptr}} {
  dram_.connect("l2", l2_);
  if (load.operands != nullptr) {
    store_operands(load.map, *load.operands, dram_.storage());
  } else {
    dram_.storage().resize(load.map.output_end());
  }
  for (std::size_t number = 0; number < work_.size(); ++number) {
    const std::string name = "sm_" + std::to_string(groups_[number].first);
    lanes_.push_back(std::make_unique<SmLane>(simulation, name, *work_[number]));
    sms_.push_back(std::make_unique<Sm>(simulation, name, params.sm, *work_[number]));
    SmLane& lane = *lanes_.back();
    sms_.back()->connect(lane.loads, lane.loaded, lane.stores);
    l2_.connect(lane.loads, lane.loaded, lane.stores, groups_[number].count - 1);
  }
}

void Chip::inject(const std::string& fault) {
  if (fault == "slab") sms_.front()->lose_slabs();
  if (fault == "sum") sms_.front()->lose_sums();
}

std::uint32_t Chip::injected() const {
  return sms_.front()->lost();
}

}  // namespace gossamer::arch::sparse_tensor_core
