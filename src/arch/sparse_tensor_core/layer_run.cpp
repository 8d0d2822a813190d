// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/layer_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "arch/record.hpp"
#include "arch/sparse_tensor_core/chip.hpp"
#include "arch/sparse_tensor_core/layer_format.hpp"
#include "arch/sparse_tensor_core/make_operands.hpp"
#include "arch/sparse_tensor_core/record.hpp"
#include "arch/sparse_tensor_core/reference.hpp"
#include "workload/conv_form.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

/// Below this share of its capacity nothing is said to limit a layer.
constexpr double least_busy = 0.6;

LayerFormat format_of(const workload::Layer& layer, const Params& params) {
  std::string reason;
  return *layer_format(layer, params, reason);
}

/// One layer on one machine.
class LayerRun {
 public:
  LayerRun(const Params& params, double clock_ghz, const workload::Layer& layer,
           const SimulationOptions& options)
      : params_{params},
        clock_ghz_{clock_ghz},
        layer_{layer},
        options_{options},
        format_{format_of(layer, params)},
        gemm_{workload::conv_shape(layer)},
        record_{blank_record(layer, options, params.multipliers(format_.type))} {
    // Nothing in the machine depends on values but what they are.
    record_.timing = core::Timing::exact;
  }

  core::LayerRecord run() {
    if (options_.values) {
      operands_.weights = make_weights(layer_, format_.type, options_.seed);
      make_plan(operands_.weights);
    } else {
      mask_ = make_weight_mask(layer_, format_.type, options_.seed);
      make_plan(mask_);
    }
    for (std::size_t n = 0; n < layer_.invocations(); ++n) run_invocation(n);
    complete();
    return std::move(record_);
  }

 private:
  template <class T>
  void make_plan(const std::vector<T>& weights) {
    const GemmSize size = gemm_.size();
    const bool obeys =
        obeys_pattern(format_.type, weights.data(), std::size_t{size.groups} * size.rows, size.k);
    const bool sparse = obeys && params_.operands.sparse == Sparse::automatic;
    const Instruction instruction =
        make_instruction(params_.sm.tensor_core, format_.type, sparse, kernel_passes);
    const Tile tile = *choose_tile(params_, instruction, format_.output, size, clock_ghz_);
    plan_.emplace(params_, size, instruction, format_.output, tile);
    map_.emplace(*plan_, gemm_);
    record_.choices["instruction"] =
        fmt::format("{} {}: the weights {} the pattern", numerics::mma::name_of(format_.type),
                    instruction.name(), obeys ? "obey" : "do not obey");
    record_.choices["tile"] =
        fmt::format("{}; {} tiles on {} SMs, {} blocks of an SM at once", tile.text(),
                    plan_->tiles(), plan_->sms(), plan_->resident());
    record_.choices["simulated_sms"] =
        text_of(sm_groups(*plan_, params_.gpu.simulated_sms), plan_->sms());
  }

  void run_invocation(std::size_t n) {
    if (!options_.values) {
      const auto activations = make_activation_mask(layer_, format_.type, n, options_.seed);
      const NonzeroCounts counts{*plan_, gemm_, mask_, activations};
      run_chip({*map_, counts, nullptr, nullptr});
      return;
    }
    operands_.activations = make_activations(layer_, format_.type, n, options_.seed);
    const NonzeroCounts counts{*plan_, gemm_, operands_.weights, operands_.activations};
    const BlockMath math{*map_, params_.numerics, options_.cpu_level, layer_.relu};
    const auto outputs = run_chip({*map_, counts, &math, &operands_});
    if (options_.check) judge(outputs);
  }

  /// The outputs, read back from DRAM.
  std::vector<std::uint32_t> run_chip(const LayerLoad& load) {
    kernel::Simulation simulation{kernel_settings(clock_ghz_, options_)};
    Chip chip{simulation, params_, load};
    if (!options_.fault.empty()) chip.inject(options_.fault);
    simulation.run();
    if (!options_.fault.empty()) record_.run_info["faults_injected"] += chip.injected();
    add_to_record(simulation, chip, params_, load, record_, busy_);
    if (load.math == nullptr) return {};
    for (const SmGroup& group : chip.groups()) {
      for (std::uint32_t sm = group.first + 1; sm < group.first + group.count; ++sm) {
        for (std::uint32_t tile = sm; tile < plan_->tiles(); tile += plan_->sms()) {
          load.math->compute_tile(tile, chip.storage());
        }
      }
    }
    return read_outputs(*map_, chip.storage());
  }

  void judge(const std::vector<std::uint32_t>& outputs) {
    const Reference reference =
        reference_of(*plan_, gemm_, operands_, params_.numerics, layer_.relu);
    expected_macs_ += reference.effectual_macs;
    std::size_t wrong = 0;
    std::size_t first = 0;
    for (std::size_t i = outputs.size(); i-- > 0;) {
      if (outputs[i] == reference.outputs[i]) continue;
      ++wrong;
      first = i;
    }
    if (wrong == 0) return;
    const GemmSize& size = plan_->size();
    record_.mismatches.push_back(fmt::format(
        "{} of {} outputs differ; first at [{}][{}][{}] (group, output channel, position): bits "
        "{:#x} instead of {:#x}",
        wrong, outputs.size(), first / size.cols / size.rows, first / size.cols % size.rows,
        first % size.cols, outputs[first], reference.outputs[first]));
  }

  void complete() {
    for (const auto& [name, count] : record_.slots) {
      if (name == slot_names[0]) record_.effectual_macs = count;
    }
    if (options_.check && options_.values && record_.effectual_macs != expected_macs_) {
      record_.mismatches.push_back(
          fmt::format("{} effectual MACs were counted; the tensors have {}", record_.effectual_macs,
                      expected_macs_));
    }
    record_.checked = options_.check && options_.values && record_.mismatches.empty();
    busy_.dram = dram_bound_cycles(record_, params_.dram, clock_ghz_);
    add_metrics();
    name_limit();
  }

  void add_metrics() {
    auto& metrics = record_.metrics;
    const auto cycles = static_cast<double>(record_.cycles);
    metrics["invocations"] = static_cast<double>(layer_.invocations());
    metrics["dram_bound_cycles"] = busy_.dram;
    metrics["tensor_core_bound_cycles"] = busy_.tensor_cores;
    metrics["tile_m"] = plan_->tile().m;
    metrics["tile_n"] = plan_->tile().n;
    metrics["weight_bytes"] = static_cast<double>(map_->a_bytes());
    // Two operations per dense multiply-accumulate, whether it was skipped or not.
    metrics["dense_equivalent_tops"] =
        2e-3 * static_cast<double>(record_.macs) * clock_ghz_ / cycles;
  }

  void name_limit() {
    const auto cycles = static_cast<double>(record_.cycles);
    const std::array<std::pair<const char*, double>, 5> all{
        {{"tensor cores", busy_.tensor_cores},
         {"shared memory", busy_.shared_memory},
         {"port between SM and L2", busy_.sm_port},
         {"L2", busy_.l2},
         {"DRAM", busy_.dram}}};
    const std::array<const char*, 5> names{"tensor_core_busy", "shared_memory_busy", "sm_port_busy",
                                           "l2_busy", "dram_busy"};
    record_.metrics["bank_conflicts"] = busy_.bank_conflicts / cycles;
    std::size_t most = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      record_.metrics[names[i]] = all[i].second / cycles;
      if (all[i].second > all[most].second) most = i;
    }
    record_.choices["limited_by"] = limit_text(all[most].first, all[most].second / cycles);
  }

  /// What is hardly ever idle limits; else it is waiting.
  std::string limit_text(const std::string& busiest, double busy) const {
    if (busy < least_busy) {
      return fmt::format("no resource: {}; busiest: {}, {:.1f} % of its capacity", waits_text(),
                         busiest, 100 * busy);
    }
    const auto all = static_cast<double>(record_.multipliers * record_.cycles);
    const double padding = static_cast<double>(slot(Slot::tile_padding)) / all;
    const std::string padded =
        padding < 0.01 ? ""
                       : fmt::format("; {:.1f} % of all slots are tile padding", 100 * padding);
    const bool of_all = busiest == "L2" || busiest == "DRAM";
    return fmt::format("{}, {:.1f} % of its capacity{}{}", busiest, 100 * busy,
                       of_all ? "" : " in the SM with most tiles", padded);
  }

  std::uint64_t slot(Slot slot) const {
    return record_.slots[static_cast<std::size_t>(slot)].second;
  }

  /// The two largest reasons for which multipliers did nothing.
  std::string waits_text() const {
    std::vector<Slot> waits{Slot::issue, Slot::latency,  Slot::shared_wait, Slot::memory_wait,
                            Slot::fill,  Slot::epilogue, Slot::no_block};
    std::stable_sort(waits.begin(), waits.end(), [&](Slot a, Slot b) { return slot(a) > slot(b); });
    const auto all = static_cast<double>(record_.multipliers * record_.cycles);
    const auto text = [&](Slot of) {
      return fmt::format("{} {:.1f} %", slot_names[static_cast<std::size_t>(of)],
                         100 * static_cast<double>(slot(of)) / all);
    };
    return fmt::format("{} and {} of all slots", text(waits[0]), text(waits[1]));
  }

  const Params& params_;
  const double clock_ghz_;
  const workload::Layer& layer_;
  const SimulationOptions& options_;
  const LayerFormat format_;
  const ImplicitGemm gemm_;
  core::LayerRecord record_;
  Operands operands_;
  std::vector<std::uint8_t> mask_;
  std::optional<GemmPlan> plan_;
  std::optional<OperandMap> map_;
  Busy busy_;
  std::uint64_t expected_macs_ = 0;
};

}  // namespace

core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options) {
  return LayerRun{params, clock_ghz, layer, options}.run();
}

}  // namespace gossamer::arch::sparse_tensor_core
