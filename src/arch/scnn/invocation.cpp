// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/invocation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/scnn/chip.hpp"
#include "arch/scnn/record.hpp"
#include "core/errors.hpp"
#include "tensor/compare.hpp"
#include "workload/operands.hpp"

namespace gossamer::arch::scnn {

Invocation::Invocation(const Machine& machine, const workload::Layer& layer,
                       const SimulationOptions& options,
                       const tensor::Tensor<std::int16_t>& weights, std::size_t number)
    : machine_{machine},
      layer_{layer},
      options_{options},
      weights_{weights},
      activations_{workload::int16_activations(
          layer, number, options.seed,
          options.values ? workload::Values::drawn : workload::Values::ones)} {
  if (options.values) {
    arithmetic_ = workload::int16_arithmetic(layer, weights, activations_, number, options.seed);
    return;
  }
  arithmetic_ = workload::int16_arithmetic_of_masks(layer, weights);
  const auto mask = workload::output_mask(layer, number, options.seed);
  mask_ = Values16{mask.shape};
  std::copy(mask.data.begin(), mask.data.end(), mask_.data.begin());
}

void Invocation::run(const LayerPlan& plan, core::LayerRecord& record) {
  if (plan.layer.is_gemm()) gemm_activations_ = plan.layer.activations_of_gemm(activations_);
  Values16 outputs{workload::output_shape(layer_)};
  const std::uint64_t before = record.effectual_macs;
  for (std::size_t image = 0; image < plan.layer.conv.batch; ++image) {
    run_image(plan, image, outputs, record);
  }
  const auto nonzero = outputs.size() - static_cast<std::size_t>(std::count(outputs.data.begin(),
                                                                            outputs.data.end(), 0));
  record.metrics["output_density"] +=
      static_cast<double>(nonzero) / static_cast<double>(outputs.size() * layer_.invocations());
  if (options_.check) check(outputs, record.effectual_macs - before, record);
}

namespace {

/// Outputs that go to DRAM are decided on before the first cycle, as a compiler would from what it
/// knows of the network: here from the expected density. Where that turns out wrong, the image is
/// run again.
bool expects_overflow(const ImagePlan& image, const workload::Layer& layer, const Params& params) {
  const std::uint32_t owners = image.plan.grid.mapping == Mapping::channel ? params.pes() : 1;
  const std::uint64_t filters = (image.plan.layer.conv.filters + owners - 1) / owners;
  std::uint64_t outputs = 0;
  for (const Tiling& tiling : image.tiles) outputs += filters * tiling.output(0).area();
  const double density = layer.output_density.value_or(layer.relu ? 0.5 : 1.0);
  return static_cast<double>(outputs) * density >
         static_cast<double>(params.capacity(params.oaram_kib));
}

kernel::Settings kernel_settings(double clock_ghz, const SimulationOptions& options) {
  kernel::Settings settings;
  settings.clock_ghz = clock_ghz;
  settings.single_step = options.single_step;
  settings.module_order = options.module_order;
  settings.stall_seed = options.stall_seed;
  return settings;
}

}  // namespace

void Invocation::run_image(const LayerPlan& plan, std::size_t number, Values16& outputs,
                           core::LayerRecord& record) {
  const Params& params = machine_.params;
  const Values16& activations = gemm_activations_ ? *gemm_activations_ : activations_;
  const std::size_t inputs = activations.size() / plan.layer.conv.batch;
  const ImagePlan image = plan_image(plan, params, activations.data.data() + number * inputs);
  require_blocks_fit(image);
  std::vector<std::int16_t> mask;
  if (!options_.values) mask = plan.layer.image_of(mask_, number);

  bool writes = expects_overflow(image, layer_, params);
  for (bool known = false;;) {
    kernel::Simulation simulation{kernel_settings(machine_.clock_ghz, options_)};
    Chip chip{simulation,
              params,
              {image, writes, arithmetic_, options_.values, mask.empty() ? nullptr : mask.data(),
               scatter_kernels(options_.cpu_level)}};
    if (!options_.fault.empty()) chip.inject(options_.fault);
    simulation.run();
    const bool overflows = chip.most_stored_outputs() > params.capacity(params.oaram_kib);
    if (overflows != writes && !known) {
      writes = overflows;
      known = true;
      ++record.run_info["images_run_again"];
      continue;
    }
    if (!options_.fault.empty()) record.run_info["faults_injected"] += chip.injected();
    add_to_record(simulation, chip, record);
    record.spilled |= writes || image.supply != InputSupply::resident;
    auto& time_tiles = record.metrics["time_tiles"];
    time_tiles = std::max(time_tiles, static_cast<double>(image.tiles.size()));
    plan.layer.place_outputs(chip.read_outputs(), number, outputs);
    return;
  }
}

// A block stays in the input memory while the weights of its slice pass.
void Invocation::require_blocks_fit(const ImagePlan& image) const {
  const std::uint64_t capacity = machine_.params.capacity(machine_.params.iaram_kib);
  for (std::size_t tile = 0; tile < image.tiles.size(); ++tile) {
    for (std::uint32_t slice = 0; slice < image.slices(); ++slice) {
      for (std::uint32_t pe = 0; pe < image.plan.grid.pes(); ++pe) {
        const std::uint32_t count = image.inputs.block(tile, slice, pe).count;
        if (count <= capacity) continue;
        throw core::ConfigError(
            layer_.where,
            fmt::format("layer '{}': PE {} has a block of {} input values with indices, iaram_kib: "
                        "{} holds {}",
                        layer_.name, pe, count, machine_.params.iaram_kib, capacity));
      }
    }
  }
}

const Invocation::Expected& Invocation::expected() {
  if (!expected_) {
    expected_ = {workload::effectual_macs(layer_, weights_, activations_),
                 workload::int16_reference(layer_, weights_, activations_, arithmetic_)};
  }
  return *expected_;
}

void Invocation::check(const Values16& outputs, std::uint64_t effectual_macs,
                       core::LayerRecord& record) {
  if (effectual_macs != expected().effectual_macs) {
    record.mismatches.push_back(fmt::format("{} effectual MACs were counted; the tensors have {}",
                                            effectual_macs, expected().effectual_macs));
  }
  const auto differences = tensor::describe_differences(outputs, expected().results.outputs);
  record.mismatches.insert(record.mismatches.end(), differences.begin(), differences.end());
  record.metrics["sums_outside_24_bits"] +=
      static_cast<double>(expected().results.sums_outside_24_bits);
}

}  // namespace gossamer::arch::scnn
