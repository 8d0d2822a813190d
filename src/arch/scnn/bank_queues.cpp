// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/bank_queues.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "arch/scnn/weight_block.hpp"

namespace gossamer::arch::scnn {

namespace {

std::uint64_t run_pass(const ScatterKernels& kernels, const Pass<std::uint8_t>& pass) {
  return kernels.pass(pass);
}
std::uint64_t run_pass(const ScatterKernels& kernels, const Pass<std::uint16_t>& pass) {
  return kernels.pass_wide(pass);
}

}  // namespace

BankQueues::BankQueues(const AccumulatorParams& params, const ScatterKernels& kernels,
                       std::uint32_t most_products)
    : params_{params}, kernels_{kernels}, stride_{WeightBlock::row_stride(params.banks)} {
  assert(most_products <= 0xffffU && "16-bit lanes count all products of an issue");
  if (most_products > 0xffU) lanes_ = WideLanes{};
  const auto prepare = [this](auto& lanes) {
    using Lane = typename std::decay_t<decltype(lanes.levels)>::value_type;
    constexpr std::uint32_t most = std::numeric_limits<Lane>::max();
    lanes.levels.resize(stride_);
    lanes.waiting.resize(stride_);
    lanes.pass.stride = stride_;
    lanes.pass.levels = lanes.levels.data();
    lanes.pass.waiting = lanes.waiting.data();
    lanes.pass.depth = static_cast<Lane>(params_.queue_depth);
    lanes.pass.enqueue_width = static_cast<Lane>(std::min(params_.enqueue_width, most));
  };
  std::visit(prepare, lanes_);
}

core::Cycles BankQueues::pass(const HeldRows& rows, std::uint32_t first, std::uint32_t last,
                              std::uint32_t* issued_at) {
  const auto run_on = [&](auto& lanes) {
    auto& pass = lanes.pass;
    pass.rows = rows.rows;
    pass.activations = rows.count;
    pass.first = first;
    pass.last = last;
    pass.issued_at = issued_at;
    return core::Cycles{run_pass(kernels_, pass)};
  };
  return std::visit(run_on, lanes_);
}

void BankQueues::run(RunState& run) {
  auto& lanes = std::get<NarrowLanes>(lanes_);
  run.levels = lanes.levels.data();
  run.depth = lanes.pass.depth;
  run.enqueue_width = lanes.pass.enqueue_width;
  kernels_.run(run);
}

void BankQueues::arrive(const HeldRows& rows, std::uint32_t vector) {
  const auto add_rows = [&](auto& lanes) {
    using Lane = typename std::decay_t<decltype(lanes.waiting)>::value_type;
    for (std::uint32_t n = 0; n < rows.count; ++n) {
      const std::uint8_t* products = rows.rows[n] + std::size_t{vector} * stride_;
      for (std::uint32_t b = 0; b < stride_; ++b) {
        lanes.waiting[b] = static_cast<Lane>(lanes.waiting[b] + products[b]);
      }
    }
  };
  std::visit(add_rows, lanes_);
}

bool BankQueues::edge() {
  const auto step = [this](auto& lanes) {
    using Lane = typename std::decay_t<decltype(lanes.levels)>::value_type;
    bool left = false;
    for (std::uint32_t b = 0; b < stride_; ++b) {
      const std::uint32_t room = params_.queue_depth + 1 - lanes.levels[b];
      const std::uint32_t entering =
          std::min({std::uint32_t{lanes.waiting[b]}, params_.enqueue_width, room});
      const std::uint32_t inside = lanes.levels[b] + entering;
      lanes.waiting[b] = static_cast<Lane>(lanes.waiting[b] - entering);
      lanes.levels[b] = static_cast<Lane>(inside == 0 ? 0 : inside - 1);
      left |= lanes.waiting[b] != 0;
    }
    return left;
  };
  return std::visit(step, lanes_);
}

void BankQueues::idle(core::Cycles edges) {
  const auto drain = [edges](auto& lanes) {
    using Lane = typename std::decay_t<decltype(lanes.levels)>::value_type;
    constexpr std::uint64_t most = std::numeric_limits<Lane>::max();
    const auto drained = static_cast<Lane>(std::min<std::uint64_t>(edges.count(), most));
    for (Lane& level : lanes.levels) {
      level = static_cast<Lane>(level > drained ? level - drained : 0);
    }
  };
  std::visit(drain, lanes_);
}

core::Cycles BankQueues::backlog() const {
  const auto longest = [](const auto& lanes) {
    return core::Cycles{*std::max_element(lanes.levels.begin(), lanes.levels.end())};
  };
  return std::visit(longest, lanes_);
}

}  // namespace gossamer::arch::scnn
