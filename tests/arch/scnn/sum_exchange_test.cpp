// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/sum_exchange.hpp"

#include <deque>

#include "arch/scnn/planned_image.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using test::PlannedImage;

namespace {

/// All PEs with random sums, and their exchanges.
struct Scene {
  Scene(const ImagePlan& plan, core::RandomStream& random) : image{plan} {
    const Phases& phases = image.plan.layer.phases;
    for (std::uint32_t pe = 0; pe < pes(); ++pe) {
      std::uint32_t stride = 0;
      for (const Tiling& tiling : image.tiles) {
        stride = std::max(stride, Accumulators::stride_of(phases, tiling.input(pe)));
      }
      accumulators.emplace_back(phases, stride, image.plan.kc);
    }
    for (std::uint32_t pe = 0; pe < pes(); ++pe) {
      exchanges.push_back(image.plan.grid.mapping == Mapping::channel
                              ? make_reduction(image, pe, accumulators[pe])
                              : make_halo_exchange(image, pe, accumulators[pe]));
    }
    randomize(random);
  }

  void randomize(core::RandomStream& random) {
    for (std::uint32_t pe = 0; pe < pes(); ++pe) {
      if (!image.works(pe)) continue;
      const std::size_t size =
          std::size_t{image.plan.kc} * image.plan.layer.phases.taps() * accumulators[pe].stride();
      for (std::uint32_t set = 0; set < 2; ++set) {
        for (std::size_t n = 0; n < size; ++n) accumulators[pe].set(set)[n] = random.below(1000);
      }
    }
  }
  std::uint32_t pes() const { return image.plan.grid.pes(); }

  /// The complete sum of an output, of all PEs that hold a part of it.
  std::uint32_t complete(std::uint32_t step, std::uint32_t filter, std::int32_t y,
                         std::int32_t x) const {
    const Tiling& tiling = image.tiling(step);
    std::uint32_t sum = 0;
    for (std::uint32_t pe = 0; pe < pes(); ++pe) {
      const Rect reach = tiling.reach(pe);
      if (reach.empty() || y < reach.y0 || y >= reach.y1 || x < reach.x0 || x >= reach.x1) continue;
      const Rect footprint = tiling.footprint(pe);
      const auto sums = accumulators[pe].read(step, image.group(step).filters, tiling.input(pe),
                                              tiling.footprint_size());
      sum +=
          sums[filter * footprint.area() +
               static_cast<std::size_t>((y - footprint.y0) * footprint.width() + x - footprint.x0)];
    }
    return sum;
  }

  /// Passes messages on, in any order, until none is left. Returns how many came to each PE.
  std::vector<std::uint32_t> exchange(std::uint32_t step, core::RandomStream& random) {
    std::deque<SumMessage> under_way;
    for (auto& exchange : exchanges) {
      for (SumMessage& message : exchange->begin(step)) under_way.push_back(std::move(message));
    }
    std::vector<std::uint32_t> came(pes());
    while (!under_way.empty()) {
      std::swap(under_way.front(),
                under_way[random.below(static_cast<std::uint32_t>(under_way.size()))]);
      SumMessage message = std::move(under_way.front());
      under_way.pop_front();
      const std::uint32_t at = message.next;
      ++came[at];
      auto received = exchanges[at]->receive(std::move(message));
      if (received.passed) under_way.push_back(std::move(*received.passed));
    }
    return came;
  }

  const ImagePlan& image;
  std::deque<Accumulators> accumulators;
  std::vector<std::unique_ptr<SumExchange>> exchanges;
};

/// Checks every owned output of a step; returns how many there are.
std::uint64_t check_owned(const Scene& scene, std::uint32_t step) {
  std::uint64_t owned = 0;
  for (std::uint32_t pe = 0; pe < scene.pes(); ++pe) {
    const SumExchange& exchange = *scene.exchanges[pe];
    const Rect own = scene.image.tiling(step).output(pe);
    std::size_t at = 0;
    std::size_t wrong = 0;
    for (const std::uint32_t filter : exchange.own_filters()) {
      for (std::int32_t y = own.y0; y < own.y1; ++y) {
        for (std::int32_t x = own.x0; x < own.x1; ++x) {
          wrong += exchange.own_sums()[at++] != scene.complete(step, filter, y, x) ? 1 : 0;
        }
      }
    }
    CAPTURE(pe, step);
    CHECK(wrong == 0);
    owned += at;
  }
  return owned;
}

void check_all_steps(const workload::Conv2d& conv, const Params& params,
                     core::RandomStream& random) {
  const PlannedImage planned{conv, params, random};
  Scene scene{planned.image, random};
  for (std::uint32_t step = 0; step < std::min(planned.image.steps(), 4U); ++step) {
    const auto came = scene.exchange(step, random);
    for (std::uint32_t pe = 0; pe < scene.pes(); ++pe) {
      CHECK(scene.exchanges[pe]->arrivals() == came[pe]);
    }
    CHECK(check_owned(scene, step) ==
          planned.image.group(step).filters * planned.image.tiling(step).outputs().area());
  }
}

}  // namespace

TEST_CASE("by channels, every output channel's owner ends with the sums of all PEs, on any grid") {
  const std::uint32_t rows = GENERATE(1U, 2U, 3U, 5U);
  const std::uint32_t cols = GENERATE(1U, 2U, 3U, 4U);
  core::RandomStream random{rows * 8 + cols, "reduction"};
  for (std::uint32_t working = 1; working <= rows * cols + 1; ++working) {
    auto conv = test::square(4, 3, test::between(random, 0, 1));
    conv.channels = working;
    conv.filters = test::between(random, 1, 9);
    Params params = test::params_of(test::by_channels(rows, cols));
    params.accumulator.entries = test::between(random, 8, 32);
    params.kc = test::between(random, 1, 9);
    CAPTURE(rows, cols, working, conv.filters, params.kc);
    check_all_steps(conv, params, random);
  }
}

TEST_CASE("sums of a strided layer reach their owners in either mapping, time tile by time tile") {
  const std::uint64_t seed = GENERATE(range(0, 60));
  core::RandomStream random{seed, "exchange"};
  const auto conv = test::random_strided_conv(random);
  Params params = test::params_of(test::planar(test::between(random, 1, 4), 3));
  if (random.below(2) == 0) params.mapping = Mapping::channel;
  params.accumulator.entries = test::between(random, 8, 64);
  params.kc = test::between(random, 1, 4);
  const Grid grid{params.pe.rows, params.pe.cols, params.mapping};
  while (!largest_kc(test::layer_of(conv), grid, params)) params.accumulator.entries *= 2;
  CAPTURE(seed);
  check_all_steps(conv, params, random);
}
