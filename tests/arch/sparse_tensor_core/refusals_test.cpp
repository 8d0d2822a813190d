// SPDX-License-Identifier: Apache-2.0
// What the machine says of layers that it cannot run.
#include "arch/sparse_tensor_core/layer_format.hpp"
#include "support/catch.hpp"

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
