// SPDX-License-Identifier: Apache-2.0
// What the machine says of layers that it cannot run.
#include "arch/sparse_tensor_core/architecture.hpp"
#include "arch/sparse_tensor_core/layer_format.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/machines.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using namespace gossamer::arch::sparse_tensor_core;
using Catch::Matchers::Contains;

namespace {

std::string refusal(const Params& params) {
  workload::Layer layer;
  layer.name = "gemm";
  layer.kind = "gemm";
  layer.shape = workload::Gemm{64, 64, 64};
  return refusal_of(layer, params, 1.0);
}

}  // namespace

TEST_CASE("a tile that only mma.sp cannot use is refused only where mma.sp may be used") {
  Params params;
  params.tile = {64, 64, 16, 2, 2, 2, 8};
  CHECK_THAT(refusal(params), Contains("tile.k: 16 is no multiple of the k of fp16 "
                                       "mma.sp.m16n8k32") &&
                                  Contains("operands.sparse: never does without it"));
  params.operands.sparse = Sparse::never;
  CHECK(refusal(params).empty());
  params.tile.k = 8;
  CHECK(refusal(params) == "tile.k: 8 is no multiple of the k of fp16 mma.m16n8k16");
}

TEST_CASE("what does not fit an SM is named: shared memory, warps, or registers") {
  Params params;
  params.sm.warps = 2;
  CHECK_THAT(refusal(params), Contains("needs 4 warps; sm.warps: 2") &&
                                  Contains("a smaller one can be given under tile"));
  params = {};
  params.sm.shared_kib = 16;
  CHECK_THAT(refusal(params), Contains("needs 65536 bytes of shared memory; sm.shared_kib: 16"));
  params = {};
  params.sm.registers = 1024;
  CHECK_THAT(refusal(params), Contains("of 4 warps; sm.registers: 1024"));
}

TEST_CASE("shared memory is a power of two wide") {
  const auto machine = [](const std::string& width) {
    return test::machine_of(make_architecture(), "sm: {shared_bytes_per_edge: " + width + "}");
  };
  CHECK_NOTHROW(machine("64"));
  CHECK_THROWS_WITH(machine("96"), Contains("sm.shared_bytes_per_edge: 96 is no power of 2; "
                                            "allowed: 4, 8, 16, ... 65536"));
}

TEST_CASE("sub-cores beyond the warps of a block have no block") {
  auto layer = test::conv_layer(1, 1, 1, 1, 0, 1.0, 1.0);
  layer.kind = "gemm";
  layer.shape = workload::Gemm{64, 64, 256};
  const auto slots = [&](const std::string& sub_cores) {
    return test::machine_of(make_architecture(),
                            "gpu: {sms: 1}\nsm: {sub_cores: " + sub_cores +
                                "}\ntile: {m: 32, n: 32, k: 32, stages: 2, warps_m: 1, warps_n: 1}")
        ->simulate(layer, {});
  };
  const auto record = slots("4");
  CHECK(4 * test::slot(record, "no_block") >= 3 * record.multipliers * record.cycles);
  CHECK(4 * test::slot(record, "epilogue") <= record.multipliers * record.cycles);
}

TEST_CASE("a thread has 255 registers at most") {
  // 64 x 64 sums of a warp are 128 for each thread, its fragments 2 x 16.
  Params params;
  params.operands.sparse = Sparse::never;
  params.tile = {64, 64, 64, 2, 1, 1, 8};
  params.sm.thread_registers = 255 - 128 - 2 * 32;
  const std::string most = refusal(params);
  CAPTURE(most);
  CHECK(most.empty());
  ++params.sm.thread_registers;
  CHECK_THAT(refusal(params), Contains("needs 256 registers of each thread; allowed: 255"));
}
