// SPDX-License-Identifier: Apache-2.0
// What the machine costs with the shipped prices.
#include "arch/sparse_tensor_core/components.hpp"
#include "arch/sparse_tensor_core/layer_run.hpp"
#include "arch/sparse_tensor_core/record.hpp"
#include "support/catch.hpp"
#include "support/price_signs.hpp"

using namespace gossamer;
using namespace gossamer::arch::sparse_tensor_core;

namespace {

const cost::CostModel& shipped() {
  static const cost::CostModel model = test::shipped_prices(GOSSAMER_CONFIGS, "");
  return model;
}

std::vector<test::Sign<Params>> signs() {
  return test::with_dram_signs<Params>({
      {"gpu.sms", [](Params& p) { p.gpu.sms = 16; }, 1, 1},  // longer wires
      {"gpu.simulated_sms", [](Params& p) { p.gpu.simulated_sms = SimulatedSms::all; }, 0, 0},
      {"sm.sub_cores", [](Params& p) { p.sm.sub_cores = 8; }, 1, -1},  // smaller register files
      {"sm.warps", [](Params& p) { p.sm.warps = 128; }, 0, 0},
      {"sm.blocks", [](Params& p) { p.sm.blocks = 64; }, 0, 0},
      {"sm.registers", [](Params& p) { p.sm.registers = 131072; }, 1, 1},
      {"sm.register_banks", [](Params& p) { p.sm.register_banks = 4; }, 1, 1},
      {"sm.thread_registers", [](Params& p) { p.sm.thread_registers = 48; }, 0, 0},
      {"sm.shared_kib", [](Params& p) { p.sm.shared_kib = 328; }, 1, 1},
      // Smaller banks, more of them, and a wider crossbar.
      {"sm.shared_bytes_per_edge", [](Params& p) { p.sm.shared_bytes_per_edge = 256; }, 1, -1},
      {"sm.shared_latency_edges", [](Params& p) { p.sm.shared_latency_edges = 58; }, 0, 0},
      {"sm.l2_bytes_per_edge", [](Params& p) { p.sm.l2_bytes_per_edge = 128; }, 1, 0},
      {"sm.tensor_core.pass_bytes", [](Params& p) { p.sm.tensor_core.pass_bytes = 32; }, 1,
       1},  // wider integer sums
      {"sm.tensor_core.pass_edges", [](Params& p) { p.sm.tensor_core.pass_edges = 8; }, -1, 0},
      {"sm.tensor_core.first_edges", [](Params& p) { p.sm.tensor_core.first_edges = 22; }, 0, 0},
      {"sm.tensor_core.further_edges", [](Params& p) { p.sm.tensor_core.further_edges = 14; }, 0,
       0},
      {"sm.tensor_core.short_sparse_quarters",
       [](Params& p) { p.sm.tensor_core.short_sparse_quarters = 50; }, 0, 0},
      {"sm.issue.unroll", [](Params& p) { p.sm.issue.unroll = 64; }, 0, 0},
      {"sm.issue.edges", [](Params& p) { p.sm.issue.edges = 12; }, 0, 0},
      {"l2.kib", [](Params& p) { p.l2.kib = 2048; }, 1, 1},
      {"l2.bytes_per_edge", [](Params& p) { p.l2.bytes_per_edge = 128; }, 1, 0},
      {"l2.latency_edges", [](Params& p) { p.l2.latency_edges = 400; }, 0, 0},
      {"l2.output_percent", [](Params& p) { p.l2.output_percent = 50; }, 0, 0},
      {"tile.m", [](Params& p) { p.tile.m = 128; }, 0, 0},
      {"tile.n", [](Params& p) { p.tile.n = 128; }, 0, 0},
      {"tile.k", [](Params& p) { p.tile.k = 64; }, 0, 0},
      {"tile.stages", [](Params& p) { p.tile.stages = 3; }, 0, 0},
      {"tile.warps_m", [](Params& p) { p.tile.warps_m = 2; }, 0, 0},
      {"tile.warps_n", [](Params& p) { p.tile.warps_n = 2; }, 0, 0},
      {"tile.raster", [](Params& p) { p.tile.raster = 16; }, 0, 0},
      {"tile.layout", [](Params& p) { p.tile.layout = SharedLayout::linear; }, 0, 0},
      {"numerics.generation", [](Params& p) { p.numerics.generation = Generation::hopper; }, 0, 0},
      {"numerics.output", [](Params& p) { p.numerics.output = OutputType::fp16; }, 0, 0},
      {"numerics.overflow", [](Params& p) { p.numerics.overflow = Overflow::saturate; }, 0, 0},
      {"operands.type", [](Params& p) { p.operands.type = OperandType::tf32; }, 0, 0},
      {"operands.sparse", [](Params& p) { p.operands.sparse = Sparse::never; }, 0, 0},
  });
}

}  // namespace

TEST_CASE(
    "area and energy respond to every parameter of sparse_tensor_core in the right direction") {
  test::check_signs(signs(), shipped(), list_components, all_counters());
}

TEST_CASE("a layer is priced with the hardware of its own type, whatever type the machine's is") {
  const auto energy = [](OperandType machine, OperandType of_layer, const char* component) {
    Params params;
    params.operands.type = machine;
    workload::Layer layer;
    layer.name = "mma";
    layer.kind = "mma";
    const std::uint32_t k = 256 / numerics::mma::element_bits(of_layer);
    layer.shape = workload::Gemm{16, 8, k};
    layer.mma = workload::MmaBenchmark{of_layer, false, k, 4, 2, 100};
    const auto record = run_benchmark(params, 1.41, layer, {});
    // Per product, without leakage.
    const auto parts = shipped().energy(record, list_components(params), 1.41, 0.8).parts;
    double sum = 0;
    for (const auto& [part, pj] : parts.at(component)) sum += part == "leakage" ? 0 : pj;
    return sum / static_cast<double>(record.macs);
  };
  for (const char* component : {"sm/tensor_core/multipliers", "sm/tensor_core/adders"}) {
    CAPTURE(component);
    const double fp16 = energy(OperandType::fp16, OperandType::fp16, component);
    const double int8 = energy(OperandType::fp16, OperandType::int8, component);
    const double int4 = energy(OperandType::fp16, OperandType::int4, component);
    CHECK(int8 == energy(OperandType::int8, OperandType::int8, component));
    CHECK(fp16 == energy(OperandType::int8, OperandType::fp16, component));
    CHECK(int8 < 0.5 * fp16);
    CHECK(int4 < int8);
  }
}

TEST_CASE("metadata choose the same wires of B for every type") {
  for (const OperandType type : {OperandType::fp16, OperandType::tf32, OperandType::int8}) {
    CAPTURE(static_cast<int>(type));
    workload::Layer layer;
    layer.name = "mma";
    layer.kind = "mma";
    const std::uint32_t k = 512 / numerics::mma::element_bits(type);
    layer.shape = workload::Gemm{16, 8, k};
    layer.mma = workload::MmaBenchmark{type, true, k, 4, 1, 10};
    const auto record = run_benchmark({}, 1.41, layer, {});
    // 32 bytes of compressed k for each of 16 x 8 outputs of 4 warps in 10 iterations.
    CHECK(record.counters.at("sm/tensor_core/selectors").at("select") == 16U * 16 * 8 * 4 * 10);
  }
}
