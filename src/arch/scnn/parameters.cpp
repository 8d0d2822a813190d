// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/parameters.hpp"

namespace gossamer::arch::scnn {

// Defaults that the paper leaves open have their reason in docs/timing/scnn.md.

void PeParams::describe(core::ParameterVisitor& v) {
  v.field("rows", rows, "PEs",
          "rows of the PE grid; planar mapping cuts the activation plane into as many", 1U, 64U);
  v.field("cols", cols, "PEs", "columns of the PE grid", 1U, 64U);
  v.field("f", f, "weights", "weights of a vector: one side of the Cartesian product", 1U, 32U);
  v.field("i", i, "activations", "activations of a vector: the other side", 1U, 32U);
  v.field("pipeline_edges", pipeline_edges, "edges",
          "from the issue of a pair of vectors to its sums; seen at the end of a group only", 1U,
          64U);
  v.field("iaram_read_values", iaram_read_values, "values/edge",
          "activations read from the input memory per edge", 1U, 64U);
}

void AccumulatorParams::describe(core::ParameterVisitor& v) {
  v.field("banks", banks, "banks", "accumulator banks behind the crossbar", 1U, 4096U);
  v.field("entries", entries, "sums", "24-bit sums in each bank of one of the two sets", 1U,
          65536U);
  v.field("queue_depth", queue_depth, "products", "products that wait in front of a bank", 0U, 64U);
  v.field("enqueue_width", enqueue_width, "products/edge",
          "products that one bank's queue takes per edge", 1U, 1024U);
  v.choice_of("hash", hash, "which bank holds a sum", hash_names);
}

void PpuParams::describe(core::ParameterVisitor& v) {
  v.field("width", width, "sums/edge", "sums that are post-processed per edge", 1U, 256U);
  v.field("link_values", link_values, "values/edge",
          "width of a link to one of the eight neighbours", 1U, 256U);
}

void WeightParams::describe(core::ParameterVisitor& v) {
  v.field("fifo_entries", fifo_entries, "vectors", "vectors in the weight FIFO of a PE", 2U,
          65536U);
  v.field("broadcast_vectors", broadcast_vectors, "vectors/edge",
          "weight vectors broadcast per edge", 1U, 256U);
  v.field("buffer_kib", buffer_kib, "KiB", "compressed weights on chip in front of the broadcast",
          1U, 1U << 20U);
  v.field("block_queue", block_queue, "blocks", "decoded blocks that wait for the broadcast", 1U,
          1024U);
}

void Params::describe(core::ParameterVisitor& v) {
  v.group("pe", "processing elements", [this](auto& inner) { pe.describe(inner); });
  v.group("accumulator", "accumulator banks of a PE",
          [this](auto& inner) { accumulator.describe(inner); });
  v.group("ppu", "post-processing unit of a PE", [this](auto& inner) { ppu.describe(inner); });
  v.group("weights", "weight path", [this](auto& inner) { weights.describe(inner); });
  v.group("dma", "path of activations that do not fit the PEs",
          [this](auto& inner) { dma.describe(inner); });
  v.group("dram", "external memory", [this](auto& inner) { dram.describe(inner); });
  v.choice_of("mapping", mapping,
              "what the PEs divide among themselves in a convolution: the plane, the input "
              "channels, or whichever is faster",
              mapping_names);
  v.choice_of("gemm_mapping", gemm_mapping, "what the PEs divide among themselves in a GEMM",
              mapping_names);
  v.choice_of(
      "skip", skip,
      "operands whose zeros are neither stored nor multiplied: both, or only one of the two",
      skip_names);
  v.field("kc", kc, "channels",
          "output channels of a group, at most; fewer if a block does not fit the weight FIFO or "
          "the sums the accumulators",
          1U, 4096U);
  v.field("run_bits", run_bits, "bits", "width of a zero-run index", 1U, 8U);
  v.field(
      "iaram_kib", iaram_kib, "KiB",
      "input activation memory of a PE, indices included; inputs that do not fit come from DRAM",
      1U, 1U << 20U);
  v.field("oaram_kib", oaram_kib, "KiB",
          "output activation memory of a PE, indices included; outputs that do not fit go to DRAM",
          1U, 1U << 20U);
}

}  // namespace gossamer::arch::scnn
