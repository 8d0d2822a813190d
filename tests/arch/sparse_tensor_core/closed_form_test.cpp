// SPDX-License-Identifier: Apache-2.0
// Cycle counts of layers on which nothing waits, and of instructions, against closed forms
// (docs/timing/sparse_tensor_core.md).
#include "arch/sparse_tensor_core/layer_run.hpp"
#include "support/catch.hpp"
#include "support/records.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using namespace gossamer::arch::sparse_tensor_core;

namespace {

core::LayerRecord benchmark(const Params& params, const workload::MmaBenchmark& mma) {
  workload::Layer layer;
  layer.name = "mma";
  layer.kind = "mma";
  layer.shape = workload::Gemm{16, 8, mma.k};
  layer.mma = mma;
  return run_benchmark(params, 1.41, layer, {});
}

/// A row of Sun et al. (IEEE TPDS 2023, arXiv:2206.02874), as docs/timing quotes it.
struct Row {
  OperandType type;
  bool sparse;
  std::uint32_t k;
  double latency;
  std::uint32_t ilp;
  double throughput;
};

const std::vector<Row> rows{
    {OperandType::fp16, false, 16, 24.7, 2, 1004.2}, {OperandType::fp16, false, 8, 17.7, 3, 974.1},
    {OperandType::tf32, false, 8, 25.0, 2, 492.4},   {OperandType::fp16, true, 32, 24.7, 2, 1979.1},
    {OperandType::fp16, true, 16, 17.8, 3, 1290.5},  {OperandType::tf32, true, 16, 24.9, 2, 981.2},
    {OperandType::tf32, true, 8, 18.2, 3, 643.6}};

core::LayerRecord one_tile(std::uint32_t slabs, bool sparse) {
  Params params;
  params.sm.issue.edges = 0;
  params.sm.shared_bytes_per_edge = 65536;
  params.sm.l2_bytes_per_edge = 65536;
  params.l2.bytes_per_edge = 1U << 20U;
  params.dram.bandwidth_gb_per_s = 1e5;
  params.dram.outstanding = 65536;
  params.tile = {128, 128, 64, 3, 2, 2, 8, SharedLayout::permuted};
  workload::Layer layer;
  layer.name = "gemm";
  layer.kind = "gemm";
  layer.shape = workload::Gemm{128, 128, 64 * slabs};
  layer.weights.density = {sparse ? 0.5 : 1.0};
  if (sparse) layer.weights.pattern.kind = tensor::PatternKind::two_of_four;
  layer.activations.density = {1.0};
  arch::SimulationOptions options;
  options.values = false;
  return run_layer(params, 1.0, layer, options);
}

}  // namespace

TEST_CASE("latency of one warp and throughput of eight are the measured ones of an A100") {
  for (const Row& row : rows) {
    CAPTURE(static_cast<int>(row.type), row.sparse, row.k);
    const auto single = benchmark({}, {row.type, row.sparse, row.k, 1, 1, 1000});
    CHECK(single.metrics.at("latency_cycles") == Approx(row.latency).margin(1.0));
    const auto eight = benchmark({}, {row.type, row.sparse, row.k, 8, row.ilp, 1000});
    CHECK(eight.metrics.at("fma_per_cycle_per_sm") == Approx(row.throughput).epsilon(0.05));
    auto checked = eight;
    checked.checked = true;
    test::require_sound(checked);
  }
}

TEST_CASE("without the cost of a loop, instructions follow each other at their interval") {
  Params params;
  params.sm.issue.edges = 0;
  const auto dense = benchmark(params, {OperandType::fp16, false, 16, 4, 4, 100});
  CHECK(dense.metrics.at("latency_cycles") == Approx((100 * 4 * 8 - 8 + 25) / 100.0));
  // Quarters of an edge are not lost: 400 instructions at 6.25.
  const auto sparse = benchmark(params, {OperandType::fp16, true, 16, 4, 4, 100});
  CHECK(sparse.metrics.at("latency_cycles") == Approx((2500 - 6 + 18) / 100.0).margin(0.01));
}

TEST_CASE("a warp that depends on itself issues once in a latency") {
  const auto record = benchmark({}, {OperandType::fp16, false, 16, 1, 1, 100});
  CHECK(record.metrics.at("latency_cycles") == 25.0);
  CHECK(test::slot(record, "useful") == 100U * 16 * 8 * 16);
}

TEST_CASE("throughput does not fall with the number of warps") {
  for (const Row& row : rows) {
    for (const std::uint32_t ilp : {1U, 2U, 3U}) {
      double before = 0;
      for (const std::uint32_t warps : {1U, 2U, 4U, 8U, 12U, 16U, 32U}) {
        CAPTURE(static_cast<int>(row.type), row.sparse, row.k, ilp, warps);
        const auto record = benchmark({}, {row.type, row.sparse, row.k, warps, ilp, 500});
        const double throughput = record.metrics.at("fma_per_cycle_per_sm");
        CHECK(throughput > 0.998 * before);
        before = throughput;
      }
    }
  }
}

TEST_CASE("a slab more takes the edges of its instructions and nothing else") {
  const auto slabs = GENERATE(8U, 16U);
  const std::uint64_t dense = one_tile(slabs + 1, false).cycles - one_tile(slabs, false).cycles;
  CHECK(dense == 64 / 16 * 32 * 8);
  const std::uint64_t sparse = one_tile(slabs + 1, true).cycles - one_tile(slabs, true).cycles;
  CHECK(sparse == 64 / 32 * 32 * 8);
}

TEST_CASE("2:4 weights take 0.5625 of the bytes of dense ones, and half of the products") {
  const auto dense = one_tile(16, false);
  const auto sparse = one_tile(16, true);
  CHECK(sparse.metrics.at("weight_bytes") == 0.5625 * dense.metrics.at("weight_bytes"));
  const auto of = [](const core::LayerRecord& record, const char* path, const char* action) {
    return record.counters.at(path).at(action);
  };
  CHECK(2 * of(sparse, "sm/tensor_core/multipliers", "multiply_floating") ==
        of(dense, "sm/tensor_core/multipliers", "multiply_floating"));
  CHECK(of(sparse, "sm/tensor_core/selectors", "select") ==
        of(sparse, "sm/tensor_core/multipliers", "multiply_floating"));
  CHECK(of(dense, "sm/tensor_core/selectors", "select") == 0);
  CHECK(dense.effectual_macs == dense.macs);
  CHECK(2 * sparse.effectual_macs == sparse.macs);
}
