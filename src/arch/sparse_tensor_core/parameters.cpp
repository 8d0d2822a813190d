// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/parameters.hpp"

#include "arch/sparse_tensor_core/instruction.hpp"

namespace gossamer::arch::sparse_tensor_core {

// Which of the defaults are published is in docs/timing/sparse_tensor_core.md.

Params::Params() {
  dram.type = memory::DramType::hbm2;
  dram.bandwidth_gb_per_s = 32;
  dram.latency_ns = 200;
  dram.outstanding = 64;
  dram.burst_bytes = 256;
}

void GpuParams::describe(core::ParameterVisitor& v) {
  v.field("sms", sms, "SMs", "streaming multiprocessors", 1U, 1024U);
  v.choice_of(
      "simulated_sms", simulated_sms,
      "whether one stands for those with as many tiles, or each is simulated; auto: each in "
      "short layers",
      simulated_sms_names);
}

void TensorCoreParams::describe(core::ParameterVisitor& v) {
  v.field("pass_bytes", pass_bytes, "bytes",
          "of a row of A, compressed if it is sparse, in one pass of m16n8: a power of 2", 8U, 64U);
  v.field("pass_edges", pass_edges, "edges", "from one pass to the next", 1U, 64U);
  v.field("first_edges", first_edges, "edges", "of latency, whatever the number of passes", 0U,
          1000U);
  v.field("further_edges", further_edges, "edges", "of latency for each pass", 0U, 1000U);
  v.field("short_sparse_quarters", short_sparse_quarters, "quarters of an edge",
          "least time from one sparse instruction of a single pass to the next", 0U, 1000U);
}

void IssueParams::describe(core::ParameterVisitor& v) {
  v.field("unroll", unroll, "instructions",
          "mma instructions of a warp between two that its loop costs", 1U, 65536U);
  v.field("edges", edges, "edges", "in which the sub-core then issues no mma", 0U, 1000U);
}

void SmParams::describe(core::ParameterVisitor& v) {
  v.field("sub_cores", sub_cores, "sub-cores", "each with a warp scheduler and a tensor core", 1U,
          16U);
  v.field("warps", warps, "warps", "resident at once", 1U, 1024U);
  v.field("blocks", blocks, "blocks", "thread blocks resident at once", 1U, 1024U);
  v.field("registers", registers, "registers", "of 32 bits, for all warps", 1024U, 1U << 24U);
  v.field("register_banks", register_banks, "banks",
          "of a sub-core's register file: registers of a warp read in an edge", 1U, 64U);
  v.field("thread_registers", thread_registers, "registers",
          "of a thread for addresses and loops, beside sums and fragments", 0U, 255U);
  v.field("shared_kib", shared_kib, "KiB", "shared memory", 1U, 1U << 16U);
  v.field("shared_bytes_per_edge", shared_bytes_per_edge, "bytes/edge",
          "fragment reads and writes of asynchronous copies together", 4U, 65536U);
  v.field("shared_latency_edges", shared_latency_edges, "edges",
          "from the last bytes of a fragment to the registers", 1U, 1000U);
  v.field("l2_bytes_per_edge", l2_bytes_per_edge, "bytes/edge",
          "between L2 and one SM, in each direction", 1U, 65536U);
  v.group("tensor_core", "of a sub-core", [this](auto& inner) { tensor_core.describe(inner); });
  v.group("issue", "what a loop of mma instructions costs beside them",
          [this](auto& inner) { issue.describe(inner); });
}

void L2Params::describe(core::ParameterVisitor& v) {
  v.field("kib", kib, "KiB", "capacity", 1U, 1U << 22U);
  v.field("bytes_per_edge", bytes_per_edge, "bytes/edge", "to and from all SMs together", 1U,
          1U << 20U);
  v.field("latency_edges", latency_edges, "edges", "from a request to its first bytes, if it hits",
          1U, 10000U);
  v.field("output_percent", output_percent, "percent",
          "of the capacity that outputs on their way to DRAM may take", 1U, 100U);
}

void TileParams::describe(core::ParameterVisitor& v) {
  v.field("m", m, "rows", "output channels of a thread block; 0: tile by layer", 0U, 1024U);
  v.field("n", n, "columns", "output positions of a thread block; 0: tile by layer", 0U, 1024U);
  v.field("k", k, "elements", "of the reduction dimension in a stage; 0: tile by layer", 0U, 4096U);
  v.field("stages", stages, "stages", "in shared memory; 0: tile by layer", 0U, 64U);
  v.field("warps_m", warps_m, "warps", "that divide the rows; 0: tile by layer", 0U, 32U);
  v.field("warps_n", warps_n, "warps", "that divide the columns; 0: tile by layer", 0U, 32U);
  v.field("raster", raster, "tiles", "rows of tiles that blocks go through together", 1U, 1024U);
  v.choice_of(
      "layout", layout,
      "of slabs in shared memory: rows rotated so that banks do not conflict, or as they are",
      shared_layout_names);
}

void NumericsParams::describe(core::ParameterVisitor& v) {
  v.choice_of("generation", generation, "how products are added up", generation_names);
  v.choice_of("output", output,
              "of fp16 operands: type of sums and outputs; others have fp32, or "
              "int32 for integers",
              output_names);
  v.choice_of("overflow", overflow,
              "of int32 sums beyond their range, after each instruction: wrap, or saturate as "
              "with .satfinite",
              overflow_names);
}

void OperandParams::describe(core::ParameterVisitor& v) {
  v.choice_of("type", type, "of weights and activations, where the layer does not say",
              numerics::mma::operand_type_names);
  v.choice_of("sparse", sparse, "whether mma.sp is used where the weights allow it", sparse_names);
}

void Params::describe(core::ParameterVisitor& v) {
  v.group("gpu", "the whole machine", [this](auto& inner) { gpu.describe(inner); });
  v.group("sm", "a streaming multiprocessor", [this](auto& inner) { sm.describe(inner); });
  v.group("l2", "second-level cache", [this](auto& inner) { l2.describe(inner); });
  v.group("tile", "how a GEMM is cut", [this](auto& inner) { tile.describe(inner); });
  v.group("numerics", "sums", [this](auto& inner) { numerics.describe(inner); });
  v.group("operands", "what is multiplied", [this](auto& inner) { operands.describe(inner); });
  v.group("dram", "external memory", [this](auto& inner) { dram.describe(inner); });
}

std::uint32_t Params::products_per_edge(OperandType type) const {
  const std::uint32_t products =
      pass_outputs * pass_elements(sm.tensor_core, type) / sm.tensor_core.pass_edges;
  return products == 0 ? 1 : products;
}

}  // namespace gossamer::arch::sparse_tensor_core
