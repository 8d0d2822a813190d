// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/image_run.hpp"

#include <algorithm>

#include "arch/dcnn/chip.hpp"
#include "arch/dcnn/image_plan.hpp"
#include "arch/dcnn/record.hpp"
#include "arch/planar/output_room.hpp"
#include "arch/record.hpp"

namespace gossamer::arch::dcnn {

std::vector<std::int16_t> run_image(const LayerPlan& plan, const Params& params, double clock_ghz,
                                    const int16::Image& of, core::LayerRecord& record) {
  const SimulationOptions& options = of.options;
  const ImagePlan image = plan_image(plan, params, of.activations);
  std::vector<std::int16_t> mask;
  if (!options.values) mask = plan.layer.image_of(of.invocation.mask(), of.number);
  // Every output is kept, zero or not.
  const bool writes =
      planar::most_outputs(image.tiles, plan.layer.conv.filters) > params.output_capacity();

  kernel::Simulation simulation{kernel_settings(clock_ghz, options)};
  Chip chip{simulation,
            params,
            {image, writes, of.invocation.arithmetic(), options.values,
             mask.empty() ? nullptr : mask.data(), dot_kernel(options.cpu_level)}};
  if (!options.fault.empty()) chip.inject(options.fault);
  simulation.run();
  if (!options.fault.empty()) record.run_info["faults_injected"] += chip.injected();
  add_to_record(simulation, chip, record);
  record.spilled |= writes || image.supply != planar::InputSupply::resident;
  auto& time_tiles = record.metrics["time_tiles"];
  time_tiles = std::max(time_tiles, static_cast<double>(image.tiles.size()));
  return chip.read_outputs();
}

}  // namespace gossamer::arch::dcnn
