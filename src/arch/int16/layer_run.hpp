// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "arch/int16/invocation.hpp"
#include "arch/machine.hpp"
#include "core/layer_record.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::int16 {

/// A layer as a machine has planned it, in one of the ways it can run it; its inputs are not known
/// yet.
class PlannedLayer {
 public:
  virtual ~PlannedLayer() = default;

  /// Simulates all images of an invocation, each on a machine of its own. Adds to the record what
  /// they counted, effectual MACs among it, and fills `outputs`, which has output_shape(layer).
  virtual void run(const Invocation& invocation, const SimulationOptions& options,
                   Values16& outputs, core::LayerRecord& record) = 0;

  /// Adds what is known once all invocations have run: metrics, and what the machine chose.
  virtual void complete(core::LayerRecord& record) const = 0;

  /// A word for this way among the others, for the metric `cycles_if_...`.
  virtual std::string name() const = 0;
};

using Plans = std::vector<std::unique_ptr<PlannedLayer>>;

/// Simulates every invocation of a layer in each of the ways that `plan` makes of it (at least one)
/// and compares the outputs with the reference if asked to. The fastest is the result. `plan` gets
/// the weights as the workload has them. `multipliers`: of the whole machine.
core::LayerRecord run_layer(const workload::Layer& layer, const SimulationOptions& options,
                            std::uint64_t multipliers,
                            const std::function<Plans(const Values16& weights)>& plan);

}  // namespace gossamer::arch::int16
