// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/architecture.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/scnn/components.hpp"
#include "arch/scnn/layer_plan.hpp"
#include "arch/scnn/layer_run.hpp"
#include "arch/scnn/parameters.hpp"

namespace gossamer::arch::scnn {

namespace {

class ScnnMachine : public Machine {
 public:
  ScnnMachine(const Params& params, double clock_ghz) : params_{params}, clock_ghz_{clock_ghz} {}

  std::string refusal(const workload::Layer& layer,
                      const SimulationOptions& options) const override;
  std::uint64_t memory_bytes(const workload::Layer& layer,
                             const SimulationOptions& options) const override;
  core::LayerRecord simulate(const workload::Layer& layer,
                             const SimulationOptions& options) const override {
    return run_layer(params_, clock_ghz_, layer, options);
  }
  core::Components components() const override { return list_components(params_); }
  std::uint64_t multipliers() const override { return params_.multipliers(); }

 private:
  Params params_;
  double clock_ghz_;
};

std::string precision_refusal(const workload::Precision& precision) {
  for (const std::string& format : {precision.weights, precision.activations, precision.outputs}) {
    if (!format.empty() && format != "int16") return "scnn computes in int16, not in " + format;
  }
  return "";
}

std::string size_refusal(const workload::Conv2d& conv, const Params& params) {
  constexpr std::uint32_t most_extent = 1U << 24U;  // keeps coordinates far inside 32 bits
  constexpr std::uint64_t most_in_a_block = 65535;  // the count of a block has 16 bits
  if (conv.filter_height > 255 || conv.filter_width > 255) {
    return "scnn computes filters of up to 255 x 255";
  }
  if (std::max({conv.height, conv.width, conv.out_height(), conv.out_width()}) > most_extent) {
    return fmt::format("scnn computes planes of up to {0} x {0}", most_extent);
  }
  const Tiling tiling{conv, params.pe.rows, params.pe.cols};
  const std::uint64_t tile = std::max(tiling.input(0).area(), tiling.output(0).area());
  if (tile > most_in_a_block) {
    return fmt::format("the tile of a PE has {} values; a compressed block holds at most {}", tile,
                       most_in_a_block);
  }
  if (!largest_kc(conv, params)) {
    return "the sums of one output channel do not fit the accumulator banks of a PE";
  }
  return "";
}

std::string ScnnMachine::refusal(const workload::Layer& layer,
                                 const SimulationOptions& options) const {
  const auto* conv = std::get_if<workload::Conv2d>(&layer.shape);
  if (conv == nullptr) return fmt::format("scnn has no hardware for layers of kind {}", layer.kind);
  if (conv->stride_y != 1 || conv->stride_x != 1)
    return "scnn computes convolutions of stride 1 only";
  if (conv->dilation_y != 1 || conv->dilation_x != 1) {
    return "scnn computes convolutions of dilation 1 only";
  }
  const std::string too_large = size_refusal(*conv, params_);
  if (!too_large.empty()) return too_large;
  if (!options.values && !layer.output_density) {
    return "a run without values needs outputs: {density: ...}: what is written depends on it";
  }
  return precision_refusal(layer.precision);
}

std::uint64_t ScnnMachine::memory_bytes(const workload::Layer& layer,
                                        const SimulationOptions& options) const {
  const std::uint64_t weights = tensor::elements(workload::weight_shape(layer));
  const std::uint64_t inputs = tensor::elements(workload::activation_shape(layer));
  const std::uint64_t outputs = tensor::elements(workload::output_shape(layer));
  // int16 tensors, their compressed copies, decoded activations; the reference keeps 64-bit sums.
  const std::uint64_t reference = options.check ? outputs * 10 : 0;
  return weights * 6 + inputs * 16 + outputs * 8 + reference;
}

class ScnnArchitecture : public Architecture {
 public:
  void describe(core::ParameterVisitor& visitor) override { params_.describe(visitor); }

  void check(const WhereIs& where, core::Faults& faults) const override {
    const std::uint32_t products = params_.pe.multipliers();
    if (products > 255) {
      faults.add(
          where("pe.f"),
          fmt::format("pe.f x pe.i: {} products per edge and PE; allowed: at most 255", products));
    }
  }

  std::unique_ptr<Machine> build(double clock_ghz) const override {
    return std::make_unique<ScnnMachine>(params_, clock_ghz);
  }

 private:
  Params params_;
};

}  // namespace

std::unique_ptr<Architecture> make_architecture() {
  return std::make_unique<ScnnArchitecture>();
}

}  // namespace gossamer::arch::scnn
