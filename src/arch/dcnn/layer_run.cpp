// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/layer_run.hpp"

#include <memory>
#include <utility>

#include "arch/dcnn/image_run.hpp"
#include "arch/int16/layer_run.hpp"
#include "arch/record.hpp"

namespace gossamer::arch::dcnn {

namespace {

using int16::Values16;

/// A layer whose output plane is divided among the PEs.
class PlanarLayer : public int16::PlannedLayer {
 public:
  PlanarLayer(LayerPlan plan, const Params& params, double clock_ghz)
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
  }

  std::string name() const override { return "planar"; }

 private:
  LayerPlan plan_;
  const Params& params_;
  double clock_ghz_;
};

}  // namespace

core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options) {
  const auto plan = [&](const Values16& weights) {
    const DenseLayer dense{layer, params.grid(), params.pe.multipliers};
    int16::Plans plans;
    plans.push_back(std::make_unique<PlanarLayer>(
        plan_layer(dense, dense.is_gemm() ? dense.weights_of_gemm(weights) : weights, params),
        params, clock_ghz));
    return plans;
  };
  return int16::run_layer(layer, options, params.multipliers(), plan);
}

}  // namespace gossamer::arch::dcnn
