// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/components.hpp"

namespace gossamer::arch::dcnn {

namespace {

constexpr double value_bits = 16;
constexpr double sum_bits = 24;
constexpr double broadcast_length_mm =
    7;  // as of scnn, 8 mm on 2.8 mm x 2.8 mm, on a die of 5.9 mm2 (Parashar et al., table 5)

}  // namespace

core::Components list_components(const Params& params) {
  const std::uint64_t pes = params.pes();
  const double multipliers = params.pe.multipliers;
  const double vector_bits = multipliers * value_bits;
  const auto memory = [&](const char* path, std::uint32_t kib) {
    return core::Component{
        path, "sram", pes, {{"bits", kib * 8192.0}, {"width_bits", vector_bits}}};
  };
  return {
      memory("pe/iaram", params.iaram_kib),
      memory("pe/oaram", params.oaram_kib),
      {"pe/weight_fifo",
       "latch_array",
       pes,
       {{"bits", params.weights.fifo_entries * vector_bits}, {"width_bits", vector_bits}}},
      {"pe/multipliers",
       "int_multiplier",
       pes * params.pe.multipliers,
       {{"width_bits", value_bits}}},
      {"pe/adder_tree", "adder_tree", pes, {{"inputs", multipliers}, {"width_bits", sum_bits}}},
      {"pe/accumulators",
       "accumulator_array",
       pes * 2,
       {{"entries", static_cast<double>(params.accumulator.entries)}, {"width_bits", sum_bits}}},
      {"pe/ppu", "ppu", pes, {{"width", static_cast<double>(params.ppu.width)}}},
      {"pe/control", "control", pes, {}},
      {"sequencer", "weight_sequencer", 1, {{"width_bits", vector_bits}}},
      {"broadcast", "bus", 1, {{"width_bits", vector_bits}, {"length_mm", broadcast_length_mm}}},
      {"dram", "dram", 1, {}},
  };
}

}  // namespace gossamer::arch::dcnn
