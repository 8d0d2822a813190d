// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/parameters.hpp"

namespace gossamer::arch::dcnn {

// Defaults that the paper leaves open have their reason in docs/timing/dcnn.md.

void PeParams::describe(core::ParameterVisitor& v) {
  v.field("rows", rows, "PEs", "rows of the PE grid; the output plane is cut into as many", 1U,
          64U);
  v.field("cols", cols, "PEs", "columns of the PE grid", 1U, 64U);
  v.field("multipliers", multipliers, "products/edge",
          "multipliers of a PE: products of one output that are added up in an edge", 1U, 64U);
  v.field("pipeline_edges", pipeline_edges, "edges",
          "from the issue of a pair of vectors to its sum; seen at the end of a group only", 1U,
          64U);
}

void AccumulatorParams::describe(core::ParameterVisitor& v) {
  v.field("entries", entries, "sums", "24-bit sums of a PE in one of the two sets", 1U, 1U << 22U);
}

void PpuParams::describe(core::ParameterVisitor& v) {
  v.field("width", width, "sums/edge", "sums that are post-processed per edge", 1U, 256U);
}

void WeightParams::describe(core::ParameterVisitor& v) {
  v.field("fifo_entries", fifo_entries, "vectors",
          "vectors in the weight FIFO of a PE; at least two for each output channel of a group", 2U,
          65536U);
  v.field("broadcast_vectors", broadcast_vectors, "vectors/edge",
          "weight vectors broadcast per edge", 1U, 256U);
  v.field("buffer_kib", buffer_kib, "KiB", "weights on chip in front of the broadcast", 1U,
          1U << 20U);
}

void Params::describe(core::ParameterVisitor& v) {
  v.group("pe", "processing elements", [this](auto& inner) { pe.describe(inner); });
  v.group("accumulator", "accumulators of a PE",
          [this](auto& inner) { accumulator.describe(inner); });
  v.group("ppu", "post-processing unit of a PE", [this](auto& inner) { ppu.describe(inner); });
  v.group("weights", "weight path", [this](auto& inner) { weights.describe(inner); });
  v.group("dma", "path of activations that do not fit the PEs",
          [this](auto& inner) { dma.describe(inner); });
  v.group("dram", "external memory", [this](auto& inner) { dram.describe(inner); });
  v.field("zero_gating", zero_gating,
          "multipliers stay still where an operand is zero or there is none; no cycle less");
  v.field("compress_activations", compress_activations,
          "activations are run-length compressed on their way to and from DRAM; the memories stay "
          "dense");
  v.choice_of(
      "time_tiles", time_tiles,
      "how a plane that must be cut in time is cut: into as few tiles as possible, or so that "
      "the busiest PE computes fewest outputs",
      time_tiles_names);
  v.field("kc", kc, "channels",
          "output channels of a group, at most; fewer if their sums or outputs fit no time tile",
          1U, 4096U);
  v.field("run_bits", run_bits, "bits", "width of a zero-run index; only with compress_activations",
          1U, 8U);
  v.field("iaram_kib", iaram_kib, "KiB",
          "input activation memory of a PE; inputs that do not fit come from DRAM", 1U, 1U << 20U);
  v.field("oaram_kib", oaram_kib, "KiB",
          "output activation memory of a PE; outputs that do not fit go to DRAM", 1U, 1U << 20U);
}

planar::ActivationFormat Params::activation_format() const {
  planar::ActivationFormat format;
  format.run_bits = compress_activations ? run_bits : 0;
  format.vector = pe.multipliers;
  format.skips_zeros_in_dram = compress_activations;
  format.counts_blocks = compress_activations;
  return format;
}

planar::ActivationPath Params::activation_path() const {
  return {activation_format(), dma.buffer_bytes(), dram.burst_bytes};
}

}  // namespace gossamer::arch::dcnn
