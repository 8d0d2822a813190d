// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/layer_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/scnn/chip.hpp"
#include "arch/scnn/record.hpp"
#include "core/errors.hpp"
#include "tensor/compare.hpp"
#include "workload/int16_layer.hpp"
#include "workload/operands.hpp"

namespace gossamer::arch::scnn {

namespace {

using Values16 = tensor::Tensor<std::int16_t>;

/// One invocation of a layer on its way through the machine.
class Invocation {
 public:
  Invocation(const Params& params, double clock_ghz, const workload::Layer& layer,
             const SimulationOptions& options, const LayerPlan& plan, const Values16& weights,
             std::size_t number);

  /// Runs all images and adds to the record.
  void run(core::LayerRecord& record);

 private:
  void run_image(std::size_t image, core::LayerRecord& record);
  void require_fit(const std::vector<ActivationStore>& stores) const;
  void require_fit(const Chip& chip) const;
  void check(core::LayerRecord& record) const;

  const Params& params_;
  double clock_ghz_;
  const workload::Layer& layer_;
  const SimulationOptions& options_;
  const LayerPlan& plan_;
  const Values16& weights_;
  Values16 activations_;
  numerics::Int16Arithmetic arithmetic_;
  Values16 mask_;
  Values16 outputs_;
  std::uint64_t effectual_macs_ = 0;
};

Invocation::Invocation(const Params& params, double clock_ghz, const workload::Layer& layer,
                       const SimulationOptions& options, const LayerPlan& plan,
                       const Values16& weights, std::size_t number)
    : params_{params},
      clock_ghz_{clock_ghz},
      layer_{layer},
      options_{options},
      plan_{plan},
      weights_{weights},
      activations_{workload::int16_activations(
          layer, number, options.seed,
          options.values ? workload::Values::drawn : workload::Values::ones)},
      outputs_{workload::output_shape(layer)} {
  if (options.values) {
    arithmetic_ = workload::int16_arithmetic(layer, weights, activations_, number, options.seed);
    return;
  }
  arithmetic_ = workload::int16_arithmetic_of_masks(layer, weights);
  const auto mask = workload::output_mask(layer, number, options.seed);
  mask_ = Values16{mask.shape};
  std::copy(mask.data.begin(), mask.data.end(), mask_.data.begin());
}

void Invocation::run(core::LayerRecord& record) {
  for (std::size_t image = 0; image < plan_.conv.batch; ++image) run_image(image, record);
  const auto nonzero = outputs_.size() - static_cast<std::size_t>(std::count(
                                             outputs_.data.begin(), outputs_.data.end(), 0));
  record.metrics["output_density"] +=
      static_cast<double>(nonzero) / static_cast<double>(outputs_.size() * layer_.invocations());
  if (options_.check) check(record);
}

void Invocation::run_image(std::size_t image, core::LayerRecord& record) {
  const std::size_t inputs = activations_.size() / plan_.conv.batch;
  const std::size_t outputs = outputs_.size() / plan_.conv.batch;
  FootKeys keys{plan_.conv, plan_.tiling.footprint_width()};
  std::vector<ActivationStore> stores;
  for (std::uint32_t pe = 0; pe < params_.pes(); ++pe) {
    stores.emplace_back(params_, plan_.conv, plan_.tiling.input(pe),
                        activations_.data.data() + image * inputs, keys);
  }
  require_fit(stores);

  kernel::Settings settings;
  settings.clock_ghz = clock_ghz_;
  settings.single_step = options_.single_step;
  settings.module_order = options_.module_order;
  settings.stall_seed = options_.stall_seed;
  kernel::Simulation simulation{settings};
  const std::int16_t* mask = options_.values ? nullptr : mask_.data.data() + image * outputs;
  Chip chip{simulation,
            params_,
            {plan_, keys, stores, arithmetic_, options_.values, mask,
             scatter_kernels(options_.cpu_level)}};
  if (!options_.fault.empty()) chip.inject(options_.fault);
  simulation.run();
  if (!options_.fault.empty()) record.run_info["faults_injected"] += chip.injected();
  require_fit(chip);
  const std::uint64_t before = record.effectual_macs;
  add_to_record(simulation, chip, record);
  effectual_macs_ += record.effectual_macs - before;
  for (const OutputStore& store : chip.outputs()) {
    store.read_back(plan_.conv, outputs_.data.data() + image * outputs);
  }
}

void Invocation::require_fit(const std::vector<ActivationStore>& stores) const {
  const std::uint64_t capacity = params_.capacity(params_.iaram_kib);
  for (std::size_t pe = 0; pe < stores.size(); ++pe) {
    if (stores[pe].stored() <= capacity) continue;
    throw core::ConfigError(
        layer_.where,
        fmt::format("layer '{}': PE {} has {} input values with indices, iaram_kib: {} holds {}",
                    layer_.name, pe, stores[pe].stored(), params_.iaram_kib, capacity));
  }
}

void Invocation::require_fit(const Chip& chip) const {
  const std::uint64_t capacity = params_.capacity(params_.oaram_kib);
  for (std::size_t pe = 0; pe < chip.outputs().size(); ++pe) {
    const std::uint64_t stored = chip.outputs()[pe].stored();
    if (stored <= capacity) continue;
    throw core::ConfigError(
        layer_.where,
        fmt::format("layer '{}': PE {} has {} output values with indices, oaram_kib: {} holds {}",
                    layer_.name, pe, stored, params_.oaram_kib, capacity));
  }
}

void Invocation::check(core::LayerRecord& record) const {
  const std::uint64_t effectual = workload::effectual_macs(layer_, weights_, activations_);
  if (effectual != effectual_macs_) {
    record.mismatches.push_back(fmt::format("{} effectual MACs were counted; the tensors have {}",
                                            effectual_macs_, effectual));
  }
  const auto expected = workload::int16_reference(layer_, weights_, activations_, arithmetic_);
  const auto differences = tensor::describe_differences(outputs_, expected.outputs);
  record.mismatches.insert(record.mismatches.end(), differences.begin(), differences.end());
  record.metrics["sums_outside_24_bits"] += static_cast<double>(expected.sums_outside_24_bits);
}

}  // namespace

core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options) {
  core::LayerRecord record;
  record.name = layer.name;
  record.kind = layer.kind;
  record.multipliers = params.multipliers();
  record.timing = options.values ? core::Timing::exact : core::Timing::statistical;
  record.macs = workload::macs(layer) * layer.invocations();

  const auto weights = workload::int16_weights(
      layer, options.seed, options.values ? workload::Values::drawn : workload::Values::ones);
  const LayerPlan plan = plan_layer(layer, weights, params);
  for (std::size_t n = 0; n < layer.invocations(); ++n) {
    Invocation{params, clock_ghz, layer, options, plan, weights, n}.run(record);
  }
  record.metrics["kc"] = plan.kc;
  record.metrics["output_channel_groups"] = static_cast<double>(plan.groups.size());
  record.metrics["invocations"] = static_cast<double>(layer.invocations());
  record.checked = options.check && record.mismatches.empty();
  return record;
}

}  // namespace gossamer::arch::scnn
