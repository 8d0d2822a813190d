// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/sub_core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <limits>

#include "core/ceil_div.hpp"

namespace gossamer::arch::sparse_tensor_core {

using core::Activity;
using core::Cycles;
using core::Edge;

namespace {

constexpr std::uint64_t quarters = 4;
constexpr std::uint32_t no_tile = std::numeric_limits<std::uint32_t>::max();

}  // namespace

SubCore::SubCore(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                 const SmParams& params, const SmWork& work, std::uint32_t number,
                 SharedStages& stages)
    : Module{name, simulation},
      params_{params},
      work_{work},
      number_{number},
      multipliers_{std::uint64_t{pass_outputs} *
                   pass_elements(params.tensor_core, work.program.instruction.type) /
                   params.tensor_core.pass_edges},
      stages_{stages},
      filled_(work.resident, StageFilled{0, no_tile, 0}) {}

std::string SubCore::state() const {
  if (warps_.empty()) return fmt::format("no warps, {} blocks so far", launched_);
  const Warp& first = warps_.front();
  return fmt::format("{} warps; the first: {} of {} steps, {} slabs filled, {} fragments",
                     warps_.size(), first.issued, work_.program.steps, filled_slabs(first),
                     first.arrived);
}

core::Cycles SubCore::issuing() const {
  return first_issue_ ? last_sums_ - *first_issue_ : Cycles{0};
}

Activity SubCore::step() {
  take_messages();
  take_fragments();
  if (now() < busy_until_) {
    request_fragments();
    sleep_until(busy_until_);
    return Activity::busy;
  }
  Warp* warp = ready_warp();
  if (warp == nullptr) {
    request_fragments();
    return wait();
  }
  issue(*warp);
  const auto issued = warps_.begin() + (warp - warps_.data());
  if (issued->issued == work_.program.steps) {
    warps_.erase(issued);
  } else {
    std::rotate(issued, issued + 1, warps_.end());
  }
  request_fragments();
  sleep_until(busy_until_);
  return Activity::busy;
}

void SubCore::slept(Cycles edges) {
  if (lack_ != Slot::useful) slots_.add(lack_, edges.count() * multipliers_);
}

void SubCore::take_messages() {
  while (in_launches.can_pop()) {
    const Launch launch = in_launches.pop();
    ++launched_;
    for (std::uint32_t number = number_; number < work_.program.warps;
         number += params_.sub_cores) {
      warps_.push_back({launch.slot, launch.tile, number});
      if (work_.math != nullptr) warps_.back().sums = work_.math->zero_sums();
    }
  }
  if (!in_filled.bound()) return;
  while (in_filled.can_pop()) {
    const StageFilled filled = in_filled.pop();
    filled_[filled.slot] = filled;
  }
}

std::uint32_t SubCore::filled_slabs(const Warp& warp) const {
  const StageFilled& newest = filled_[warp.slot];
  return newest.tile == warp.tile ? newest.slab + 1 : 0;
}

SubCore::Warp& SubCore::warp_of(const FragmentResponse& response) {
  const auto warp = std::find_if(warps_.begin(), warps_.end(), [&](const Warp& w) {
    return w.slot == response.slot && w.number == response.warp;
  });
  assert(warp != warps_.end() && "fragments of a warp that has ended");
  return *warp;
}

// The sums are made when the operands are in the registers: from then on the stage may be filled
// again.
void SubCore::take_fragments() {
  if (!in_fragments.bound()) return;
  while (in_fragments.can_pop() && out_read.can_push()) {
    Warp& warp = warp_of(in_fragments.pop());
    const std::uint32_t slab = warp.arrived / work_.program.steps_per_slab;
    const std::uint32_t step = warp.arrived % work_.program.steps_per_slab;
    if (work_.math != nullptr) {
      work_.math->multiply(stages_[warp.slot][slab % work_.stages], warp.number, step, warp.sums);
    }
    stats_.register_write += words(work_.program.fragment_bytes, warp_register_bytes);
    ++warp.arrived;
    if (step + 1 == work_.program.steps_per_slab) out_read.push({warp.slot, slab});
  }
}

void SubCore::request_fragments() {
  if (!work_.program.loads()) return;
  for (Warp& warp : warps_) {
    const bool has_registers = warp.requested <= warp.issued;
    if (warp.requested == work_.program.steps || !has_registers ||
        warp.requested / work_.program.steps_per_slab >= filled_slabs(warp) ||
        !out_requests.can_push()) {
      continue;
    }
    out_requests.push({warp.slot, warp.number});
    ++warp.requested;
  }
}

// The one that has issued least recently, so that none waits for ever while others have work.
SubCore::Warp* SubCore::ready_warp() {
  for (Warp& warp : warps_) {
    if (work_.program.loads() && warp.arrived <= warp.issued) continue;
    if (warp.ready_quarter >= quarters * (now().number() + 1)) continue;
    if (warp.issued + 1 == work_.program.steps && !out_done.can_push()) continue;
    return &warp;
  }
  return nullptr;
}

Slot SubCore::lacking() const {
  if (number_ >= work_.program.warps) return Slot::no_block;  // blocks have fewer warps
  if (warps_.empty()) {
    if (launched_ == work_.tiles.size()) return Slot::no_block;
    return launched_ == 0 ? Slot::fill : Slot::epilogue;
  }
  const Warp& first = warps_.front();
  if (!work_.program.loads() || first.arrived > first.issued) return Slot::latency;
  if (!first_issue_) return Slot::fill;
  return first.requested > first.issued ? Slot::shared_wait : Slot::memory_wait;
}

Activity SubCore::wait() {
  lack_ = lacking();
  slots_.add(lack_, multipliers_);
  std::optional<Edge> next;
  for (const Warp& warp : warps_) {
    if (work_.program.loads() && warp.arrived <= warp.issued) continue;
    const Edge ready{warp.ready_quarter / quarters};
    if (ready > now() && (!next || ready < *next)) next = ready;
  }
  if (next) {
    sleep_until(*next);
  } else {
    sleep();
  }
  if (warps_.empty()) return Activity::idle;
  return lack_ == Slot::latency ? Activity::busy : Activity::wait_input;
}

// What the loop of a warp costs beside its mma instructions is lost behind the step in which it
// falls.
void SubCore::issue(Warp& warp) {
  const Program& program = work_.program;
  const Instruction& instruction = program.instruction;
  if (!first_issue_) first_issue_ = now();
  lack_ = Slot::useful;
  const std::uint64_t start =
      std::max({quarters * now().number(), free_quarter_, warp.ready_quarter});
  const std::uint64_t before = warp.instructions / params_.issue.unroll;
  warp.instructions += program.instructions;
  const std::uint64_t loops = warp.instructions / params_.issue.unroll - before;
  const std::uint64_t all = std::uint64_t{program.instructions} * instruction.interval_quarters;
  free_quarter_ = start + all + quarters * params_.issue.edges * loops;
  busy_until_ = std::max(Edge{free_quarter_ / quarters}, now() + Cycles{1});
  warp.ready_quarter = start + quarters * instruction.latency_edges;
  const std::uint64_t sums =
      start + all - instruction.interval_quarters + quarters * instruction.latency_edges;
  last_sums_ = Edge{core::ceil_div(sums, quarters)};
  book(warp, (busy_until_ - now()).count());
  ++warp.issued;
  if (warp.issued == program.steps) retire(warp, std::max(last_sums_, busy_until_));
}

void SubCore::retire(Warp& warp, Edge at) {
  WarpDone done{warp.slot, warp.tile, warp.number, nullptr};
  if (work_.map != nullptr) {
    const std::uint64_t bytes = work_.map->output_bytes(warp.tile, warp.number);
    stats_.register_read += words(bytes, warp_register_bytes);
    if (work_.math != nullptr) {
      if (lose_sums_ && bytes > 0) {
        // Another value, that no ReLU hides.
        if (!warp.sums.floats.empty()) warp.sums.floats[0] = warp.sums.floats[0] == 1 ? 2 : 1;
        if (!warp.sums.integers.empty()) warp.sums.integers[0] = warp.sums.integers[0] == 1 ? 2 : 1;
        ++lost_;
      }
      const GemmPlan& plan = work_.map->plan();
      done.outputs = std::make_shared<Bytes>(bytes);
      work_.math->store(warp.sums, warp_place(plan, plan.place(warp.tile), warp.number),
                        done.outputs->data());
    }
  }
  out_done.push_at(std::move(done), at);
}

void SubCore::book(const Warp& warp, std::uint64_t edges) {
  const Program& program = work_.program;
  const Instruction& instruction = program.instruction;
  const std::uint64_t products = program.instructions * instruction.products();
  std::uint64_t useful = products;
  std::uint64_t inside = products;
  if (work_.map != nullptr) {
    const GemmPlan& plan = work_.map->plan();
    const TilePlace place = plan.place(warp.tile);
    const WarpPlace of = warp_place(plan, place, warp.number);
    const std::uint32_t slab = warp.issued / program.steps_per_slab;
    const std::uint32_t step = warp.issued % program.steps_per_slab;
    const std::uint32_t kept = plan.kept_in(slab);
    const std::uint32_t first = std::min(kept, step * instruction.kept);
    inside = std::uint64_t{of.rows} * of.cols * std::min(kept - first, instruction.kept);
    const std::uint32_t k = slab * plan.tile().k + step * instruction.k;
    useful = work_.counts->pairs(place, warp.number, k, k + instruction.k);
  }
  slots_.add(Slot::useful, useful);
  slots_.add(Slot::zero_operand, inside - useful);
  slots_.add(Slot::tile_padding, products - inside);
  slots_.add(Slot::issue, edges * multipliers_ - products);
  count(instruction, program.instructions);
}

void SubCore::count(const Instruction& instruction, std::uint64_t instructions) {
  const std::uint64_t products = instructions * instruction.products();
  stats_.count_products(instruction.type, products,
                        instructions * pass_outputs * instruction.passes);
  if (instruction.sparse) {
    stats_.select += products * numerics::mma::element_bits(instruction.type) / selected_bits;
    stats_.metadata_write += instructions * instruction.metadata_registers();
  }
  const std::uint64_t sums = work_.program.sum_registers;
  const std::uint64_t metadata =
      words(std::uint64_t{instruction.metadata_registers()} * 4, warp_register_bytes);
  stats_.register_read +=
      instructions * (instruction.a_registers() + instruction.b_registers() + metadata + sums);
  stats_.register_write += instructions * sums;
}

}  // namespace gossamer::arch::sparse_tensor_core
