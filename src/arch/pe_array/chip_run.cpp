// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/chip_run.hpp"

#include "arch/pe_array/chip.hpp"
#include "arch/pe_array/record.hpp"
#include "arch/record.hpp"

namespace gossamer::arch::pe_array {

numerics::vsq::Vectors run_chip(const Mapping& mapping, const Params& params, double clock_ghz,
                                const Operands& operands, const SimulationOptions& options,
                                core::LayerRecord& record) {
  const Schedule schedule = make_schedule(mapping, params);
  kernel::Simulation simulation{kernel_settings(clock_ghz, options)};
  Chip chip{simulation,
            params,
            {mapping,
             schedule,
             operands.weights,
             operands.activations,
             operands.post_processing,
             {options.values, options.cpu_level}}};
  if (!options.fault.empty()) chip.inject(options.fault);
  simulation.run();
  if (!options.fault.empty()) record.run_info["faults_injected"] += chip.injected();
  add_to_record(simulation, chip, record);
  record.spilled |= mapping.inputs_from_dram || mapping.outputs_to_dram;
  return options.values ? chip.read_outputs() : numerics::vsq::Vectors{};
}

}  // namespace gossamer::arch::pe_array
