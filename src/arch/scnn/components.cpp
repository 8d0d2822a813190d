// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/components.hpp"

namespace gossamer::arch::scnn {

namespace {

constexpr double sum_bits = 24;
constexpr double link_length_mm = 0.35;  // pitch of a PE of 0.123 mm2 (Parashar et al., table 3)
constexpr double broadcast_length_mm =
    8;  // spine and eight rows over a die of 2.8 mm x 2.8 mm, half driven on average

/// Bits that tell `choices` things apart.
double address_bits(std::uint32_t choices) {
  std::uint32_t bits = 1;
  while ((std::uint64_t{1} << bits) < choices) ++bits;
  return bits;
}

}  // namespace

core::Components list_components(const Params& params) {
  const std::uint64_t pes = params.pes();
  const double weight_vector_bits = params.pe.f * params.element_bits();
  const double activation_vector_bits = params.pe.i * params.element_bits();
  const double entry_bits = address_bits(params.accumulator.entries);
  const double bank_bits = address_bits(params.accumulator.banks);
  const auto bits = [](std::uint32_t kib) { return kib * 8192.0; };
  return {
      {"pe/iaram",
       "sram",
       pes,
       {{"bits", bits(params.iaram_kib)}, {"width_bits", activation_vector_bits}}},
      {"pe/oaram",
       "sram",
       pes,
       {{"bits", bits(params.oaram_kib)}, {"width_bits", activation_vector_bits}}},
      {"pe/weight_fifo",
       "latch_array",
       pes,
       {{"bits", params.weights.fifo_entries * weight_vector_bits},
        {"width_bits", weight_vector_bits}}},
      {"pe/multipliers", "int_multiplier", pes * params.pe.multipliers(), {{"width_bits", 16}}},
      {"pe/coordinates",
       "coordinate_unit",
       pes,
       {{"outputs", static_cast<double>(params.pe.multipliers())}}},
      {"pe/scatter/crossbar",
       "crossbar",
       pes,
       {{"inputs", static_cast<double>(params.pe.multipliers())},
        {"outputs", static_cast<double>(params.accumulator.banks)},
        {"width_bits", sum_bits + entry_bits + bank_bits}}},
      {"pe/scatter/queues",
       "fifo",
       pes,
       {{"depth", static_cast<double>(params.accumulator.queue_depth)},
        {"width_bits", sum_bits + entry_bits},
        {"queues", static_cast<double>(params.accumulator.banks)}}},
      {"pe/accumulators",
       "accumulator_bank",
       pes * params.accumulator.banks * 2,
       {{"entries", static_cast<double>(params.accumulator.entries)}, {"width_bits", sum_bits}}},
      {"pe/ppu", "ppu", pes, {{"width", static_cast<double>(params.ppu.width)}}},
      {"pe/halo_links",
       "link",
       pes * 8,
       {{"width_bits", sum_bits * params.ppu.link_values}, {"length_mm", link_length_mm}}},
      {"pe/control", "control", pes, {}},
      {"sequencer", "weight_sequencer", 1, {{"width_bits", weight_vector_bits}}},
      {"broadcast",
       "bus",
       1,
       {{"width_bits", weight_vector_bits}, {"length_mm", broadcast_length_mm}}},
      {"dram", "dram", 1, {}},
  };
}

}  // namespace gossamer::arch::scnn
