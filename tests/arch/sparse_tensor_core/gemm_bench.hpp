// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "arch/sparse_tensor_core/operand_map.hpp"
#include "kernel/channel.hpp"
#include "kernel/probe.hpp"
#include "workload/conv_form.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// A dense fp16 GEMM with tiles of 64 x 64 x 64 and 2 x 2 warps: a block of A or B has 8 KiB, the
/// outputs of a warp 4 KiB.
struct GemmBench {
  Params params;
  ImplicitGemm gemm;
  GemmPlan plan;
  OperandMap map;

  explicit GemmBench(const workload::Gemm& shape, Params with = {})
      : params{with},
        gemm{workload::conv_shape(layer_of(shape))},
        plan{params, gemm.size(),
             make_instruction(params.sm.tensor_core, OperandType::fp16, false, kernel_passes),
             OutputType::fp32, Tile{64, 64, 64, 3, 2, 2}},
        map{plan, gemm} {}

  static workload::Layer layer_of(const workload::Gemm& shape) {
    workload::Layer layer;
    layer.name = layer.kind = "gemm";
    layer.shape = shape;
    return layer;
  }
};

/// Takes what comes through a channel, and when.
template <class T>
struct Taken {
  std::vector<std::pair<std::uint64_t, T>> all;

  bool take(kernel::ChannelIn<T>& in, const kernel::Module& at) {
    if (!in.can_pop()) return false;
    all.emplace_back(at.now().number(), in.pop());
    return true;
  }
};

}  // namespace gossamer::arch::sparse_tensor_core
