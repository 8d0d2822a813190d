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
constexpr std::array<Slot, 7> wait_slots{Slot::issue,       Slot::latency, Slot::shared_wait,
                                         Slot::memory_wait, Slot::fill,    Slot::epilogue,
                                         Slot::no_block};

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

/// Adds the counters of an SM and of those that it stands for: every tile makes the same
/// instructions.
void add_scaled(const core::StatGroup& group, std::uint64_t sms, core::LayerRecord& record) {
  auto& actions = record.counters[group.path()];
  for (const core::Counter* counter : group.counters()) {
    actions[std::string{counter->name()}] += counter->value() * sms;
  }
}

/// Adds what the SMs did that simulated ones stand for. They wait as those do, and by their lags
/// longer for slabs, which they are later at the end; what they multiply follows from shapes and
/// masks.
void add_followers(const Chip& chip, const LayerLoad& load, std::uint64_t multipliers,
                   core::LayerRecord& record) {
  Counts followers = work_of(load.map.plan(), load.counts);
  bool any = false;
  for (std::size_t n = 0; n < chip.sms().size(); ++n) {
    const Counts own = slots_of(*chip.sms()[n]);
    const std::uint64_t others = chip.groups()[n].count - 1;
    any = any || others > 0;
    for (const Slot slot : work_slots) at(followers, slot) -= at(own, slot);
    for (const Slot slot : wait_slots) at(followers, slot) += others * at(own, slot);
    const Followers::Lags lags = chip.l2().lags(n);
    at(followers, Slot::fill) += multipliers * lags.at_start.count();
    at(followers, Slot::memory_wait) += multipliers * (lags.at_end - lags.at_start).count();
    at(followers, Slot::no_block) -= multipliers * lags.at_end.count();
  }
  if (any) add_slots(slot_names, followers, record);
}

void add_represented(const kernel::Simulation& simulation, const Chip& chip,
                     core::LayerRecord& record) {
  for (const SmGroup& group : chip.groups()) {
    if (group.count == 1) continue;
    const std::string sm = "sm_" + std::to_string(group.first) + "_";
    for (const kernel::Module* module : simulation.modules()) {
      const std::string name = module->name();
      if (name.rfind(sm, 0) == 0) record.represents[name] = group.count;
    }
  }
}

void add_busy(const Chip& chip, const Params& params, const LayerLoad& load, const Counts& own,
              Busy& busy) {
  const GemmPlan& plan = load.map.plan();
  const auto multipliers = static_cast<double>(params.sm_multipliers(plan.instruction().type));
  auto working = static_cast<double>(at(own, Slot::issue));
  for (const Slot slot : work_slots) working += static_cast<double>(at(own, slot));
  busy.tensor_cores += working / multipliers;
  const SharedMemory& shared = chip.sms().front()->shared_memory();
  const std::uint64_t filled = shared.stats().shared_write.value();
  busy.shared_memory += static_cast<double>(shared.busy_edges());
  busy.bank_conflicts += static_cast<double>(shared.conflict_edges());
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
  const std::uint64_t multipliers = params.sm_multipliers(plan.instruction().type);
  for (std::size_t n = 0; n < chip.sms().size(); ++n) {
    const Sm& sm = *chip.sms()[n];
    add_slots(slot_names, slots_of(sm), record);
    for (const SmStats* stats : sm.stats()) {
      for (const core::StatGroup* group : stats->groups()) {
        add_scaled(*group, chip.groups()[n].count, record);
      }
    }
  }
  add_followers(chip, load, multipliers, record);
  Counts without_tiles{};
  at(without_tiles, Slot::no_block) =
      multipliers * simulation.cycles().count() * (params.gpu.sms - plan.sms());
  add_slots(slot_names, without_tiles, record);
  add_represented(simulation, chip, record);
  add_busy(chip, params, load, slots_of(*chip.sms().front()), busy);
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
