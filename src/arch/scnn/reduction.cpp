// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>

#include "arch/scnn/sum_exchange.hpp"

namespace gossamer::arch::scnn {

namespace {

class Reduction : public SumExchange {
 public:
  using SumExchange::SumExchange;

  std::vector<SumMessage> begin(std::uint32_t step) override;
  std::uint32_t arrivals() const override { return arrivals_; }
  Received receive(SumMessage message) override;

 private:
  /// The sums of one filter on their way through this PE.
  struct Task {
    std::uint32_t owner;
    std::uint32_t missing;  ///< messages to come before it can leave
    std::vector<std::uint32_t> sums;
  };

  /// The PEs that have channels are the first ones.
  std::uint32_t working() const {
    const auto& conv = image_.plan.layer.conv;
    return std::min(image_.plan.grid.pes(), conv.channels / conv.groups);
  }
  std::uint32_t row() const { return pe_ / image_.plan.grid.cols; }
  std::uint32_t col() const { return pe_ % image_.plan.grid.cols; }
  std::uint32_t expected(std::uint32_t owner) const;
  std::uint32_t next_to(std::uint32_t owner) const;
  SumMessage message(std::uint32_t filter, Task& task);

  std::vector<Task> tasks_;  // per filter of the group
  std::uint32_t arrivals_ = 0;
};

// Messages from the PEs before this one on their ways to the owner: of those beyond it in its row,
// and, in the owner's column, of the rows beyond.
std::uint32_t Reduction::expected(std::uint32_t owner) const {
  const Grid& grid = image_.plan.grid;
  const std::uint32_t owner_row = owner / grid.cols;
  const std::uint32_t owner_col = owner % grid.cols;
  const bool left = col() <= owner_col && col() > 0 && row() * grid.cols < working();
  const bool right = col() >= owner_col && col() + 1 < grid.cols && pe_ + 1 < working();
  std::uint32_t messages = (left ? 1 : 0) + (right ? 1 : 0);
  if (col() != owner_col) return messages;
  messages += row() <= owner_row && row() > 0 ? 1 : 0;
  messages += row() >= owner_row && (row() + 1) * grid.cols < working() ? 1 : 0;
  return messages;
}

std::uint32_t Reduction::next_to(std::uint32_t owner) const {
  const std::uint32_t cols = image_.plan.grid.cols;
  if (col() != owner % cols) return col() < owner % cols ? pe_ + 1 : pe_ - 1;
  return row() < owner / cols ? pe_ + cols : pe_ - cols;
}

SumMessage Reduction::message(std::uint32_t filter, Task& task) {
  return {task.owner, next_to(task.owner), filter, 1, tiling().outputs(), std::move(task.sums)};
}

std::vector<SumMessage> Reduction::begin(std::uint32_t step) {
  read_sums(step);
  const Rect& outputs = tiling().outputs();
  const bool works = pe_ < working();
  const Rect inside = works ? intersect(outputs, tiling().reach(pe_)) : Rect{};
  own_filters_.clear();
  tasks_.clear();
  arrivals_ = 0;
  std::vector<SumMessage> messages;
  for (std::uint32_t filter = 0; filter < group().filters; ++filter) {
    const std::uint32_t owner = (group().first_filter + filter) % image_.plan.grid.pes();
    if (owner == pe_) own_filters_.push_back(filter);
    tasks_.push_back({owner, expected(owner), {}});
    arrivals_ += tasks_.back().missing;
  }
  own_sums_.assign(own_filters_.size() * outputs.area(), 0);
  std::uint32_t own = 0;
  for (std::uint32_t filter = 0; filter < group().filters; ++filter) {
    Task& task = tasks_[filter];
    if (task.owner == pe_) {
      if (!inside.empty()) add_own(own, 1, inside, gather(filter, 1, inside));
      ++own;
      continue;
    }
    if (!works && task.missing == 0) continue;
    // Outputs that no product of this PE falls on are sent as zeros.
    task.sums.assign(outputs.area(), 0);
    if (!inside.empty()) {
      const auto sums = gather(filter, 1, inside);
      auto from = sums.begin();
      for (std::int32_t y = inside.y0; y < inside.y1; ++y, from += inside.width()) {
        const std::ptrdiff_t row = std::ptrdiff_t{y - outputs.y0} * outputs.width();
        std::copy_n(from, inside.width(), task.sums.begin() + row + inside.x0 - outputs.x0);
      }
    }
    if (task.missing == 0) messages.push_back(message(filter, task));
  }
  return messages;
}

SumExchange::Received Reduction::receive(SumMessage incoming) {
  Received received{incoming.sums.size(), std::nullopt};
  Task& task = tasks_[incoming.filter];
  --task.missing;
  if (task.owner == pe_) {
    const auto own = std::find(own_filters_.begin(), own_filters_.end(), incoming.filter);
    add_own(static_cast<std::uint32_t>(own - own_filters_.begin()), 1, incoming.outputs,
            incoming.sums);
    return received;
  }
  std::transform(incoming.sums.begin(), incoming.sums.end(), task.sums.begin(), task.sums.begin(),
                 std::plus<>{});
  if (task.missing == 0) received.passed = message(incoming.filter, task);
  return received;
}

}  // namespace

std::unique_ptr<SumExchange> make_reduction(const ImagePlan& image, std::uint32_t pe,
                                            const Accumulators& accumulators) {
  return std::make_unique<Reduction>(image, pe, accumulators);
}

}  // namespace gossamer::arch::scnn
