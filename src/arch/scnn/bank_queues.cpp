// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/bank_queues.hpp"

#include <algorithm>

#include "arch/scnn/weight_block.hpp"

namespace gossamer::arch::scnn {

BankQueues::BankQueues(const AccumulatorParams& params, const ScatterKernels& kernels)
    : params_{params},
      kernels_{kernels},
      stride_{WeightBlock::row_stride(params.banks)},
      levels_(stride_),
      waiting_(stride_) {}

core::Cycles BankQueues::pass(const std::vector<const std::uint8_t*>& rows, std::uint32_t first,
                              std::uint32_t last, std::uint32_t* issued_at) {
  Pass pass;
  pass.rows = rows.data();
  pass.activations = static_cast<std::uint32_t>(rows.size());
  pass.first = first;
  pass.last = last;
  pass.stride = stride_;
  pass.levels = levels_.data();
  pass.waiting = waiting_.data();
  pass.depth = static_cast<std::uint8_t>(params_.queue_depth);
  pass.enqueue_width = static_cast<std::uint8_t>(std::min(params_.enqueue_width, 255U));
  pass.issued_at = issued_at;
  return core::Cycles{kernels_.pass(pass)};
}

void BankQueues::arrive(const std::vector<const std::uint8_t*>& rows, std::uint32_t vector) {
  for (const std::uint8_t* row : rows) {
    const std::uint8_t* products = row + std::size_t{vector} * stride_;
    for (std::uint32_t b = 0; b < stride_; ++b) {
      waiting_[b] = static_cast<std::uint8_t>(waiting_[b] + products[b]);
    }
  }
}

bool BankQueues::edge() {
  bool left = false;
  for (std::uint32_t b = 0; b < stride_; ++b) {
    const std::uint32_t room = params_.queue_depth + 1 - levels_[b];
    const std::uint32_t entering =
        std::min({std::uint32_t{waiting_[b]}, params_.enqueue_width, room});
    waiting_[b] = static_cast<std::uint8_t>(waiting_[b] - entering);
    const std::uint32_t inside = levels_[b] + entering;
    levels_[b] = static_cast<std::uint8_t>(inside == 0 ? 0 : inside - 1);
    left |= waiting_[b] != 0;
  }
  return left;
}

void BankQueues::idle(core::Cycles edges) {
  const auto drained = static_cast<std::uint8_t>(std::min<std::uint64_t>(edges.count(), 255));
  for (std::uint8_t& level : levels_) {
    level = static_cast<std::uint8_t>(level > drained ? level - drained : 0);
  }
}

core::Cycles BankQueues::backlog() const {
  return core::Cycles{*std::max_element(levels_.begin(), levels_.end())};
}

}  // namespace gossamer::arch::scnn
