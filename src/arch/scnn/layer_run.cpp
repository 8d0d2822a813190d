// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/layer_run.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "arch/scnn/invocation.hpp"
#include "workload/operands.hpp"

namespace gossamer::arch::scnn {

namespace {

/// A mapping of the layer, and what came of it.
struct Attempt {
  LayerPlan plan;
  core::LayerRecord record;
};

std::vector<Attempt> plan_attempts(const Params& params, const workload::Layer& layer,
                                   const tensor::Tensor<std::int16_t>& weights) {
  std::optional<tensor::Tensor<std::int16_t>> of_gemm;
  std::vector<Attempt> attempts;
  for (const Grid& grid : grids_for(layer, params)) {
    const ConvLayer conv{layer, grid};
    if (conv.is_gemm() && !of_gemm) of_gemm = conv.weights_of_gemm(weights);
    attempts.push_back({plan_layer(layer, conv, grid, of_gemm ? *of_gemm : weights, params), {}});
  }
  return attempts;
}

core::LayerRecord blank_record(const Params& params, const workload::Layer& layer,
                               const SimulationOptions& options) {
  core::LayerRecord record;
  record.name = layer.name;
  record.kind = layer.kind;
  record.multipliers = params.multipliers();
  record.timing = options.values ? core::Timing::exact : core::Timing::statistical;
  record.macs = workload::macs(layer) * layer.invocations();
  return record;
}

void complete(const LayerPlan& plan, const Params& params, double clock_ghz,
              const workload::Layer& layer, core::LayerRecord& record) {
  const double bytes = static_cast<double>(record.dram_read_bytes + record.dram_write_bytes);
  record.metrics["dram_bound_cycles"] =
      std::ceil(bytes * clock_ghz / params.dram.bandwidth_gb_per_s);
  record.metrics["kc"] = plan.kc;
  record.metrics["output_channel_groups"] = static_cast<double>(plan.groups.size());
  record.metrics["phases"] = plan.layer.phases.size();
  record.metrics["invocations"] = static_cast<double>(layer.invocations());
  record.choices["mapping"] = mapping_names[static_cast<std::size_t>(plan.grid.mapping)];
}

}  // namespace

std::vector<Grid> grids_for(const workload::Layer& layer, const Params& params) {
  const bool gemm = std::holds_alternative<workload::Gemm>(layer.shape);
  const Mapping wanted = gemm ? params.gemm_mapping : params.mapping;
  std::vector<Grid> grids;
  for (const Mapping mapping : {Mapping::planar, Mapping::channel}) {
    if (wanted != Mapping::automatic && wanted != mapping) continue;
    const Grid grid{params.pe.rows, params.pe.cols, mapping};
    if (largest_kc(ConvLayer{layer, grid}, grid, params)) grids.push_back(grid);
  }
  return grids;
}

core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options) {
  const auto weights = workload::int16_weights(
      layer, options.seed, options.values ? workload::Values::drawn : workload::Values::ones);
  std::vector<Attempt> attempts = plan_attempts(params, layer, weights);
  for (Attempt& attempt : attempts) attempt.record = blank_record(params, layer, options);
  for (std::size_t n = 0; n < layer.invocations(); ++n) {
    Invocation invocation{{params, clock_ghz}, layer, options, weights, n};
    for (Attempt& attempt : attempts) invocation.run(attempt.plan, attempt.record);
  }
  auto best = std::min_element(
      attempts.begin(), attempts.end(),
      [](const Attempt& a, const Attempt& b) { return a.record.cycles < b.record.cycles; });
  core::LayerRecord record = std::move(best->record);
  complete(best->plan, params, clock_ghz, layer, record);
  for (const Attempt& other : attempts) {
    if (&other == &*best) continue;
    const auto& name = mapping_names[static_cast<std::size_t>(other.plan.grid.mapping)];
    record.metrics["cycles_if_" + name] = static_cast<double>(other.record.cycles);
    record.mismatches.insert(record.mismatches.end(), other.record.mismatches.begin(),
                             other.record.mismatches.end());
  }
  record.checked = options.check && record.mismatches.empty();
  return record;
}

}  // namespace gossamer::arch::scnn
