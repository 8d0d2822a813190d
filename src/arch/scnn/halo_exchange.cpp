// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "arch/scnn/halo_plan.hpp"
#include "arch/scnn/sum_exchange.hpp"

namespace gossamer::arch::scnn {

namespace {

class HaloExchange : public SumExchange {
 public:
  using SumExchange::SumExchange;

  std::vector<SumMessage> begin(std::uint32_t step) override {
    read_sums(step);
    const Rect own = tiling().output(pe_);
    const std::uint32_t filters = group().filters;
    own_filters_.resize(own.empty() ? 0 : filters);
    std::iota(own_filters_.begin(), own_filters_.end(), 0U);
    own_sums_.assign(filters * own.area(), 0);
    const Rect inside = intersect(own, tiling().reach(pe_));
    if (!inside.empty()) add_own(0, filters, inside, gather(0, filters, inside));
    std::vector<SumMessage> messages;
    for (const HaloRegion& region : halos().sends[pe_]) {
      messages.push_back({region.owner, next_to(region.owner), 0, filters, region.outputs,
                          gather(0, filters, region.outputs)});
    }
    return messages;
  }

  std::uint32_t arrivals() const override { return halos().arrivals[pe_]; }

  Received receive(SumMessage message) override {
    if (message.owner != pe_) {
      message.next = next_to(message.owner);
      return {0, std::move(message)};
    }
    add_own(0, message.filters, message.outputs, message.sums);
    return {message.sums.size(), std::nullopt};
  }

 private:
  const HaloPlan& halos() const { return image_.halos[image_.tile_of(step_)]; }
  std::uint32_t next_to(std::uint32_t owner) const {
    const Grid& grid = image_.plan.grid;
    return *neighbour(pe_, link_towards(pe_, owner, grid.cols), grid.rows, grid.cols);
  }
};

}  // namespace

std::unique_ptr<SumExchange> make_halo_exchange(const ImagePlan& image, std::uint32_t pe,
                                                const Accumulators& accumulators) {
  return std::make_unique<HaloExchange>(image, pe, accumulators);
}

}  // namespace gossamer::arch::scnn
