// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/record.hpp"

#include <array>

#include "arch/record.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

constexpr std::size_t reasons = slot_names.size();
using Counts = std::array<std::uint64_t, reasons>;

std::uint64_t& at(Counts& counts, Slot slot) {
  return counts[static_cast<std::size_t>(slot)];
}

std::uint64_t at(const Counts& counts, Slot slot) {
  return counts[static_cast<std::size_t>(slot)];
}

Counts slots_of(const Sm& sm) {
  SlotCounts sum;
  for (const auto& sub_core : sm.sub_cores()) sum += sub_core->slots();
  return sum.all();
}

constexpr std::array<Slot, 3> work_slots{Slot::useful, Slot::zero_operand, Slot::tile_padding};
constexpr std::array<Slot, 6> wait_slots{Slot::issue,       Slot::latency, Slot::shared_wait,
                                         Slot::memory_wait, Slot::fill,    Slot::epilogue};

/// What all tiles of a layer make of the multipliers: exact, since it follows from shapes and
/// masks.
Counts work_of(const GemmPlan& plan, const NonzeroCounts& counts) {
  const GemmSize& size = plan.size();
  std::uint64_t kept = 0;
  for (std::uint32_t slab = 0; slab < plan.slabs(); ++slab) kept += plan.kept_in(slab);
  const std::uint64_t inside = std::uint64_t{size.groups} * size.rows * size.cols * kept;
  const std::uint64_t all = std::uint64_t{plan.tiles()} * plan.steps() * plan.tile().warps() *
                            plan.tile().instructions() * plan.instruction().products();
  Counts work{};
  at(work, Slot::useful) = counts.all_pairs();
  at(work, Slot::zero_operand) = inside - counts.all_pairs();
  at(work, Slot::tile_padding) = all - inside;
  return work;
}

/// Multiplier-cycles of the SMs that SM 0 stands for: their own work, its waits by the share of
/// tiles; the rest of the layer they have no block.
Counts represented(const GemmPlan& plan, const NonzeroCounts& counts, const Counts& own,
                   std::uint64_t multiplier_cycles) {
  const Counts work = work_of(plan, counts);
  Counts others{};
  std::uint64_t total = 0;
  for (const Slot slot : work_slots) {
    at(others, slot) = at(work, slot) - at(own, slot);
    total += at(others, slot);
  }
  for (std::uint32_t sm = 1; sm < plan.sms(); ++sm) {
    for (const Slot slot : wait_slots) {
      const std::uint64_t wait = at(own, slot) * plan.tiles_of(sm) / plan.most_tiles();
      at(others, slot) += wait;
      total += wait;
    }
  }
  at(others, Slot::no_block) = multiplier_cycles * (plan.sms() - 1) - total;
  return others;
}

/// Adds the counters of an SM `times` / `of` times: every tile makes the same instructions.
void add_scaled(const core::StatGroup& group, std::uint64_t times, std::uint64_t of,
                core::LayerRecord& record) {
  auto& actions = record.counters[group.path()];
  for (const core::Counter* counter : group.counters()) {
    actions[std::string{counter->name()}] += counter->value() * times / of;
  }
}

void add_busy(const Chip& chip, const Params& params, const LayerLoad& load, const Counts& own,
              Busy& busy) {
  const GemmPlan& plan = load.map.plan();
  const double multipliers = static_cast<double>(params.sm_multipliers(plan.instruction().type));
  double working = static_cast<double>(at(own, Slot::issue));
  for (const Slot slot : work_slots) working += static_cast<double>(at(own, slot));
  busy.tensor_cores += working / multipliers;
  std::uint64_t rows = 0;
  std::uint64_t filled = 0;
  for (const SmStats* stats : chip.sms().front()->stats()) {
    rows += stats->shared_read.value() + stats->shared_write.value();
    filled += stats->shared_write.value();
  }
  const auto bytes = static_cast<double>(rows * shared_row_bytes);
  busy.shared_memory += bytes / params.sm.shared_bytes_per_edge;
  busy.sm_port += static_cast<double>(filled * shared_row_bytes) / params.sm.l2_bytes_per_edge;
  busy.l2 += static_cast<double>(chip.l2().bytes()) / params.l2.bytes_per_edge;
}

}  // namespace

void add_to_record(const kernel::Simulation& simulation, const Chip& chip, const Params& params,
                   const LayerLoad& load, core::LayerRecord& record, Busy& busy) {
  if (record.counters.empty()) record.counters = all_counters();
  add_run(simulation, record);
  add_dram_bytes(chip.dram_port(), record);
  add_counters(chip.dram_port().stats(), record);
  add_all_counters(chip.l2().stats().groups(), record);

  const GemmPlan& plan = load.map.plan();
  const bool one = params.gpu.simulated_sms == SimulatedSms::one;
  const std::uint64_t sm_cycles =
      params.sm_multipliers(plan.instruction().type) * simulation.cycles().count();
  const Counts own = slots_of(*chip.sms().front());
  for (const auto& sm : chip.sms()) {
    add_slots(slot_names, slots_of(*sm), record);
    const std::uint64_t times = one ? plan.tiles() : 1;
    const std::uint64_t of = one ? plan.most_tiles() : 1;
    for (const SmStats* stats : sm->stats()) {
      for (const core::StatGroup* group : stats->groups()) add_scaled(*group, times, of, record);
    }
  }
  if (one) add_slots(slot_names, represented(plan, load.counts, own, sm_cycles), record);
  Counts without_tiles{};
  at(without_tiles, Slot::no_block) = sm_cycles * (params.gpu.sms - plan.sms());
  add_slots(slot_names, without_tiles, record);
  if (one && plan.sms() > 1) {
    for (const kernel::Module* module : simulation.modules()) {
      const std::string name = module->name();
      if (name.rfind("sm_", 0) == 0) record.represents[name] = plan.sms();
    }
  }
  add_busy(chip, params, load, own, busy);
}

void add_to_record(const kernel::Simulation& simulation, const Sm& sm, core::LayerRecord& record) {
  record.counters = all_counters();
  add_run(simulation, record);
  add_slots(slot_names, slots_of(sm), record);
  for (const SmStats* stats : sm.stats()) add_all_counters(stats->groups(), record);
}

std::map<std::string, std::map<std::string, std::uint64_t>> all_counters() {
  core::LayerRecord blank;
  const SmStats sm;
  const L2Stats l2;
  const memory::DramPortStats dram;
  add_all_counters(sm.groups(), blank);
  add_all_counters(l2.groups(), blank);
  add_counters(dram.group, blank);
  return blank.counters;
}

}  // namespace gossamer::arch::sparse_tensor_core
