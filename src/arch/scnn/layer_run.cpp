// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/layer_run.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "arch/int16/layer_run.hpp"
#include "arch/record.hpp"
#include "arch/scnn/image_run.hpp"

namespace gossamer::arch::scnn {

namespace {

using int16::Values16;

/// A layer in one mapping.
class MappedLayer : public int16::PlannedLayer {
 public:
  MappedLayer(LayerPlan plan, const Params& params, double clock_ghz)
      : plan_{std::move(plan)}, params_{params}, clock_ghz_{clock_ghz} {}

  void run(const int16::Invocation& invocation, const SimulationOptions& options, Values16& outputs,
           core::LayerRecord& record) override {
    plan_.layer.for_each_image(
        invocation.activations(), outputs, [&](std::size_t image, const std::int16_t* activations) {
          return run_image(plan_, params_, clock_ghz_, {invocation, options, image, activations},
                           record);
        });
  }

  void complete(core::LayerRecord& record) const override {
    record.metrics["dram_bound_cycles"] = dram_bound_cycles(record, params_.dram, clock_ghz_);
    record.metrics["kc"] = plan_.kc;
    record.metrics["output_channel_groups"] = static_cast<double>(plan_.groups.size());
    record.metrics["phases"] = plan_.layer.phases.size();
    record.choices["mapping"] = name();
  }

  std::string name() const override {
    return mapping_names[static_cast<std::size_t>(plan_.grid.mapping)];
  }

 private:
  LayerPlan plan_;
  const Params& params_;
  double clock_ghz_;
};

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
  const auto plan = [&](const Values16& weights) {
    std::optional<Values16> of_gemm;
    int16::Plans plans;
    for (const Grid& grid : grids_for(layer, params)) {
      const ConvLayer conv{layer, grid};
      if (conv.is_gemm() && !of_gemm) of_gemm = conv.weights_of_gemm(weights);
      plans.push_back(std::make_unique<MappedLayer>(
          plan_layer(layer, conv, grid, of_gemm ? *of_gemm : weights, params), params, clock_ghz));
    }
    return plans;
  };
  return int16::run_layer(layer, options, params.multipliers(), plan);
}

}  // namespace gossamer::arch::scnn
