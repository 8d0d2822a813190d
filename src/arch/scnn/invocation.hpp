// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "arch/machine.hpp"
#include "arch/scnn/image_plan.hpp"
#include "core/layer_record.hpp"
#include "numerics/fixed_point.hpp"
#include "tensor/tensor.hpp"
#include "workload/int16_layer.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// One invocation of a layer on its way through the machine: its operands, and the results they
/// must have.
class Invocation {
 public:
  struct Machine {
    const Params& params;
    double clock_ghz;
  };

  /// weights: as the workload has them.
  Invocation(const Machine& machine, const workload::Layer& layer, const SimulationOptions& options,
             const tensor::Tensor<std::int16_t>& weights, std::size_t number);

  /// Runs all images as planned, each on a chip of its own, and adds to the record.
  void run(const LayerPlan& plan, core::LayerRecord& record);

 private:
  using Values16 = tensor::Tensor<std::int16_t>;
  struct Expected {
    std::uint64_t effectual_macs;
    workload::Int16Reference results;
  };

  void run_image(const LayerPlan& plan, std::size_t image, Values16& outputs,
                 core::LayerRecord& record);
  void require_blocks_fit(const ImagePlan& image) const;
  const Expected& expected();
  void check(const Values16& outputs, std::uint64_t effectual_macs, core::LayerRecord& record);

  Machine machine_;
  const workload::Layer& layer_;
  const SimulationOptions& options_;
  const Values16& weights_;
  Values16 activations_;
  std::optional<Values16> gemm_activations_;
  numerics::Int16Arithmetic arithmetic_;
  Values16 mask_;
  std::optional<Expected> expected_;
};

}  // namespace gossamer::arch::scnn
