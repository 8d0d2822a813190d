// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/architecture.hpp"

#include <fmt/format.h>

#include "arch/sparse_tensor_core/chip.hpp"
#include "arch/sparse_tensor_core/components.hpp"
#include "arch/sparse_tensor_core/layer_format.hpp"
#include "arch/sparse_tensor_core/layer_run.hpp"
#include "arch/sparse_tensor_core/make_operands.hpp"
#include "arch/sparse_tensor_core/record.hpp"
#include "arch/sparse_tensor_core/slots.hpp"
#include "arch/sparse_tensor_core/tile.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

class SparseTensorCoreMachine : public Machine {
 public:
  SparseTensorCoreMachine(const Params& params, double clock_ghz)
      : params_{params}, clock_ghz_{clock_ghz} {}

  bool runs_kind(const std::string& kind) const override {
    return kind == "mma" || Machine::runs_kind(kind);
  }
  std::string refusal(const workload::Layer& layer,
                      const SimulationOptions& /*options*/) const override {
    return refusal_of(layer, params_, clock_ghz_);
  }
  std::uint64_t memory_bytes(const workload::Layer& layer,
                             const SimulationOptions& options) const override {
    return memory_estimate(layer, params_, clock_ghz_, options);
  }
  core::LayerRecord simulate(const workload::Layer& layer,
                             const SimulationOptions& options) const override {
    return layer.mma ? run_benchmark(params_, clock_ghz_, layer, options)
                     : run_layer(params_, clock_ghz_, layer, options);
  }
  core::Components components() const override { return list_components(params_); }
  std::map<std::string, std::map<std::string, std::uint64_t>> counters() const override {
    return all_counters();
  }
  std::vector<std::string> faults() const override { return fault_names; }
  std::uint64_t multipliers() const override { return params_.multipliers(params_.operands.type); }
  core::SlotReasons slot_reasons() const override {
    return reasons_of<arch::sparse_tensor_core::slot_reasons>();
  }
  std::vector<std::string> multiplying_modules() const override { return {"sm_sub_core"}; }
  workload::OperandValues operand_values() const override { return workload::OperandValues::real; }
  void check_operands(const workload::Layer& layer, core::Faults& faults) const override {
    std::string reason;
    if (layer.mma || !Machine::runs_kind(layer.kind)) return;
    const auto format = layer_format(layer, params_, reason);
    if (format) check_operand_files(layer, format->type, faults);
  }

 private:
  Params params_;
  double clock_ghz_;
};

class SparseTensorCoreArchitecture : public Architecture {
 public:
  void describe(core::ParameterVisitor& visitor) override { params_.describe(visitor); }

  void check(const WhereIs& where, core::Faults& faults) const override {
    check_shared_memory(where, faults);
    check_tensor_core(where, faults);
    check_tile(where, faults);
  }

  std::unique_ptr<Machine> build(double clock_ghz) const override {
    return std::make_unique<SparseTensorCoreMachine>(params_, clock_ghz);
  }

  std::vector<MachineSize> sizes() const override { return counted_sizes("gpu.sms", 1024); }

 private:
  // Layouts of slabs rotate rows over a power of two of banks.
  void check_shared_memory(const WhereIs& where, core::Faults& faults) const {
    const std::uint32_t bytes = params_.sm.shared_bytes_per_edge;
    if ((bytes & (bytes - 1)) == 0) return;
    faults.add(where("sm.shared_bytes_per_edge"),
               fmt::format("sm.shared_bytes_per_edge: {} is no power of 2; allowed: 4, 8, 16, ... "
                           "65536",
                           bytes));
  }

  void check_tensor_core(const WhereIs& where, core::Faults& faults) const {
    const TensorCoreParams& core = params_.sm.tensor_core;
    if ((core.pass_bytes & (core.pass_bytes - 1)) != 0) {
      faults.add(where("sm.tensor_core.pass_bytes"),
                 fmt::format("sm.tensor_core.pass_bytes: {} is no power of 2", core.pass_bytes));
      return;
    }
    const std::uint32_t least = pass_outputs * pass_elements(core, OperandType::tf32);
    if (least % core.pass_edges != 0) {
      faults.add(where("sm.tensor_core.pass_edges"),
                 fmt::format("sm.tensor_core.pass_edges: {} does not divide the {} products of a "
                             "pass of tf32",
                             core.pass_edges, least));
    }
  }

  void check_tile(const WhereIs& where, core::Faults& faults) const {
    const TileParams& tile = params_.tile;
    const auto zeros = (tile.m == 0) + (tile.n == 0) + (tile.k == 0) + (tile.stages == 0) +
                       (tile.warps_m == 0) + (tile.warps_n == 0);
    if (zeros == 6) return;
    if (zeros != 0) {
      faults.add(where("tile"),
                 "tile: m, n, k, stages, warps_m and warps_n must be 0 together, "
                 "for a choice by layer, or all be given");
      return;
    }
    check_side("m", tile.m, "warps_m", tile.warps_m, instruction_m, where, faults);
    check_side("n", tile.n, "warps_n", tile.warps_n, instruction_n, where, faults);
  }

  static void check_side(const std::string& side, std::uint32_t extent, const std::string& warps,
                         std::uint32_t count, std::uint32_t unit, const WhereIs& where,
                         core::Faults& faults) {
    if (extent % (count * unit) == 0) return;
    faults.add(where("tile." + side),
               fmt::format("tile.{}: {} is no multiple of tile.{} x {} of an instruction: {}", side,
                           extent, warps, unit, count * unit));
  }

  Params params_;
};

}  // namespace

std::unique_ptr<Architecture> make_architecture() {
  return std::make_unique<SparseTensorCoreArchitecture>();
}

}  // namespace gossamer::arch::sparse_tensor_core
