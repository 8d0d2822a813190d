// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "arch/record.hpp"
#include "arch/sparse_tensor_core/layer_run.hpp"
#include "arch/sparse_tensor_core/record.hpp"

namespace gossamer::arch::sparse_tensor_core {

core::LayerRecord run_benchmark(const Params& params, double clock_ghz,
                                const workload::Layer& layer, const SimulationOptions& options) {
  const workload::MmaBenchmark& mma = *layer.mma;
  SmWork work;
  const std::uint32_t kept = mma.sparse ? mma.k / 2 : mma.k;
  const std::uint32_t passes = kept / pass_elements(params.sm.tensor_core, mma.type);
  work.program.instruction = make_instruction(params.sm.tensor_core, mma.type, mma.sparse, passes);
  work.program.warps = mma.warps;
  work.program.instructions = mma.ilp;
  work.program.steps = mma.iterations;
  work.program.sum_registers =
      mma.type == OperandType::fp16 && params.numerics.output == OutputType::fp16 ? 2 : 4;
  work.program.instruction.interval_quarters = interval_with_ports(
      work.program.instruction, work.program.sum_registers, params.sm.register_banks);
  work.tiles = {0};

  core::LayerRecord record = blank_record(layer, options, params.sm_multipliers(mma.type));
  record.timing = core::Timing::exact;
  kernel::Simulation simulation{kernel_settings(clock_ghz, options)};
  const Sm sm{simulation, "sm_0", params.sm, work};
  simulation.run();
  add_to_record(simulation, sm, record);
  for (const auto& [name, count] : record.slots) {
    if (name == slot_names[0]) record.effectual_macs = count;
  }
  record.macs = workload::macs(layer);
  core::Cycles issuing{};
  for (const auto& sub_core : sm.sub_cores()) issuing = std::max(issuing, sub_core->issuing());
  const auto edges = static_cast<double>(issuing.count());
  record.metrics["latency_cycles"] = edges / mma.iterations;
  record.metrics["fma_per_cycle_per_sm"] = static_cast<double>(record.macs) / edges;
  record.metrics["warps"] = mma.warps;
  record.metrics["ilp"] = mma.ilp;
  record.choices["instruction"] =
      numerics::mma::name_of(mma.type) + " " + work.program.instruction.name();
  return record;
}

}  // namespace gossamer::arch::sparse_tensor_core
