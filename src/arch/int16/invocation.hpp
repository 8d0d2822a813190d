// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "arch/machine.hpp"
#include "core/layer_record.hpp"
#include "numerics/fixed_point.hpp"
#include "tensor/tensor.hpp"
#include "workload/int16_layer.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::int16 {

using Values16 = tensor::Tensor<std::int16_t>;

/// One invocation of a layer on a machine of 16-bit operands and 24-bit sums: its operands, and the
/// results that they must have. Refers to layer, options and weights.
class Invocation {
 public:
  /// weights: as the workload has them.
  Invocation(const workload::Layer& layer, const SimulationOptions& options,
             const Values16& weights, std::size_t number);

  const workload::Layer& layer() const { return layer_; }
  /// As the workload has them.
  const Values16& activations() const { return activations_; }
  const numerics::Int16Arithmetic& arithmetic() const { return arithmetic_; }
  /// Of the outputs; only in runs without values.
  const Values16& mask() const { return mask_; }

  /// Adds the density of the outputs to the record and, if that was asked for, what differs from
  /// the reference: outputs, and the effectual MACs that the machine counted.
  void judge(const Values16& outputs, std::uint64_t effectual_macs, core::LayerRecord& record);

 private:
  struct Expected {
    std::uint64_t effectual_macs;
    workload::Int16Reference results;
  };

  const Expected& expected();
  void check(const Values16& outputs, std::uint64_t effectual_macs, core::LayerRecord& record);

  const workload::Layer& layer_;
  const SimulationOptions& options_;
  const Values16& weights_;
  Values16 activations_;
  numerics::Int16Arithmetic arithmetic_;
  Values16 mask_;
  std::optional<Expected> expected_;
};

/// Image `number` of an invocation, for machines that run images one by one.
struct Image {
  const Invocation& invocation;
  const SimulationOptions& options;
  std::size_t number = 0;
  const std::int16_t* activations = nullptr;  ///< [channels][height][width], as the machine has it
};

}  // namespace gossamer::arch::int16
