// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/image_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/planar/output_room.hpp"
#include "arch/record.hpp"
#include "arch/scnn/chip.hpp"
#include "arch/scnn/image_plan.hpp"
#include "arch/scnn/record.hpp"
#include "core/errors.hpp"

namespace gossamer::arch::scnn {

namespace {

/// Outputs that go to DRAM are decided on before the first cycle, as a compiler would from what it
/// knows of the network: here from the expected density. Where that turns out wrong, the image is
/// run again.
bool expects_overflow(const ImagePlan& image, const workload::Layer& layer, const Params& params) {
  const std::uint64_t outputs = planar::most_outputs(image.tiles, image.plan.layer.conv.filters);
  const double density = layer.output_density.value_or(layer.relu ? 0.5 : 1.0);
  return static_cast<double>(outputs) * density >
         static_cast<double>(params.capacity(params.oaram_kib));
}

// A block stays in the input memory while the weights of its slice pass.
void require_blocks_fit(const ImagePlan& image, const workload::Layer& layer,
                        const Params& params) {
  const std::uint64_t capacity = params.capacity(params.iaram_kib);
  for (std::size_t tile = 0; tile < image.tiles.size(); ++tile) {
    for (std::uint32_t slice = 0; slice < image.slices(); ++slice) {
      for (std::uint32_t pe = 0; pe < image.plan.grid.pes(); ++pe) {
        const std::uint32_t count = image.inputs.block(tile, slice, pe).count;
        if (count <= capacity) continue;
        throw core::ConfigError(
            layer.where,
            fmt::format("layer '{}': PE {} has a block of {} input values with indices, iaram_kib: "
                        "{} holds {}",
                        layer.name, pe, count, params.iaram_kib, capacity));
      }
    }
  }
}

}  // namespace

std::vector<std::int16_t> run_image(const LayerPlan& plan, const Params& params, double clock_ghz,
                                    const int16::Image& of, core::LayerRecord& record) {
  const SimulationOptions& options = of.options;
  const ImagePlan image = plan_image(plan, params, of.activations);
  require_blocks_fit(image, of.invocation.layer(), params);
  std::vector<std::int16_t> mask;
  if (!options.values) mask = plan.layer.image_of(of.invocation.mask(), of.number);

  bool writes = expects_overflow(image, of.invocation.layer(), params);
  for (bool known = false;;) {
    kernel::Simulation simulation{kernel_settings(clock_ghz, options)};
    Chip chip{simulation,
              params,
              {image, writes, of.invocation.arithmetic(), options.values,
               mask.empty() ? nullptr : mask.data(), scatter_kernels(options.cpu_level)}};
    if (!options.fault.empty()) chip.inject(options.fault);
    simulation.run();
    const bool overflows = chip.most_stored_outputs() > params.capacity(params.oaram_kib);
    if (overflows != writes && !known) {
      writes = overflows;
      known = true;
      ++record.run_info["images_run_again"];
      continue;
    }
    if (!options.fault.empty()) record.run_info["faults_injected"] += chip.injected();
    add_to_record(simulation, chip, record);
    record.spilled |= writes || image.supply != InputSupply::resident;
    auto& time_tiles = record.metrics["time_tiles"];
    time_tiles = std::max(time_tiles, static_cast<double>(image.tiles.size()));
    return chip.read_outputs();
  }
}

}  // namespace gossamer::arch::scnn
