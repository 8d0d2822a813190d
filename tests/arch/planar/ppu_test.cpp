// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/ppu.hpp"

#include <algorithm>
#include <numeric>

#include "arch/planar/scene.hpp"
#include "kernel/probe.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::planar;
using core::Activity;
using core::Edge;

namespace {

/// A machine whose sums are complete so many edges after the step.
class Plain : public Ppu {
 public:
  Plain(kernel::Simulation& simulation, const Wiring& wiring, const Outputs& outputs,
        std::uint64_t edges_to_wait)
      : Ppu{"ppu", simulation, wiring, outputs}, edges_to_wait_{edges_to_wait} {}

  std::vector<std::uint32_t> sums;
  std::vector<std::uint32_t> cleared;

 private:
  void begin(std::uint32_t) override { from_ = now() + core::Cycles{edges_to_wait_}; }
  std::optional<Activity> complete() override {
    if (now() >= from_) return std::nullopt;
    sleep_until(from_);
    return Activity::wait_input;
  }
  OwnSums own_sums() const override { return {sums, {3, 5}, {1, 2, 0, 5}}; }
  void clear(std::uint32_t step) override { cleared.push_back(step); }

  std::uint64_t edges_to_wait_;
  Edge from_{};
};

/// One unit, told at edge 0 that step 0 has ended; two filters of five outputs each.
struct Scene {
  Scene(std::uint32_t width, std::uint64_t edges_to_wait, bool single_step,
        const std::int16_t* mask = nullptr)
      : simulation{settings(single_step)},
        starts{simulation, "starts", 2},
        halos{simulation, "halos", 1},
        drained{simulation, "drained", 1},
        conv{test::square(5, 1, 0)},
        store{ActivationFormat{}},
        ppu{simulation,
            {starts, halos, drained},
            {conv, store, {false, 0, 16, 4}, {0, 1, true, 0}, width, mask},
            edges_to_wait},
        sequencer{"sequencer", simulation, [this](test::Probe& probe) {
                    if (probe.now() == Edge{0}) starts.push({1, true}, probe.now());
                    return test::end_at(40)(probe);
                  }} {
    conv.filters = 6;
    ppu.sums.resize(10);
    std::iota(ppu.sums.begin(), ppu.sums.end(), 20U);
    ppu.sums[1] = ~0U - 6;  // -7
    starts.connect_producer(sequencer);
    simulation.run();
  }
  static kernel::Settings settings(bool single_step) {
    kernel::Settings settings;
    settings.single_step = single_step;
    return settings;
  }
  std::vector<std::int16_t> stored(std::size_t block) const {
    const BlockView view = store.elements(store.blocks().at(block));
    std::vector<std::int16_t> values;
    for (std::uint32_t n = 0; n < view.count; ++n) values.push_back(view.elements[n].value);
    return values;
  }

  kernel::Simulation simulation;
  kernel::BroadcastChannel<StepStart> starts;
  kernel::Barrier halos;
  kernel::Barrier drained;
  workload::Conv2d conv;
  OutputStore store;
  Plain ppu;
  test::Probe sequencer;
};

}  // namespace

TEST_CASE("outputs take one edge per `width` sums from the edge in which the sums are complete") {
  const std::uint32_t width = GENERATE(1U, 3U, 4U, 10U, 256U);
  const std::uint64_t wait = GENERATE(0U, 7U);
  const bool single_step = GENERATE(false, true);
  const Scene scene{width, wait, single_step};
  CAPTURE(width, wait, single_step);
  CHECK(scene.halos.last() == Edge{1 + wait});  // the start is heard at edge 1
  CHECK(scene.drained.last() == Edge{1 + wait + (10 + width - 1) / width - 1});
  CHECK(scene.ppu.activity().of(Activity::busy).count() == (10 + width - 1) / width);
  CHECK(scene.ppu.activity().of(Activity::wait_input).count() == wait);
}

TEST_CASE("each filter's outputs are shifted, rectified and stored; the sums are cleared once") {
  const Scene scene{4, 0, false};
  REQUIRE(scene.store.blocks().size() == 2);
  CHECK(scene.store.blocks()[0].filter == 3);
  CHECK(scene.store.blocks()[1].filter == 5);
  CHECK(scene.store.blocks()[1].step == 0);
  CHECK(scene.stored(0) == std::vector<std::int16_t>{10, 0, 11, 11, 12});
  CHECK(scene.stored(1) == std::vector<std::int16_t>{12, 13, 13, 14, 14});
  CHECK(scene.ppu.cleared == std::vector<std::uint32_t>{0});
  CHECK(scene.ppu.stats().read.value() == 10);
  CHECK(scene.ppu.stats().process.value() == 10);
  CHECK(scene.ppu.stats().write.value() == 2 * 2);  // five outputs in vectors of four
}

TEST_CASE("a mask is stored instead of the values, each at its place in the layer") {
  std::vector<std::int16_t> mask(std::size_t{6} * 25);
  mask[5 * 25 + 1 * 5 + 2] = 1;  // filter 5, row 1, column 2
  const Scene scene{4, 0, false, mask.data()};
  CHECK(scene.stored(0) == std::vector<std::int16_t>(5));
  CHECK(scene.stored(1) == std::vector<std::int16_t>{0, 0, 1, 0, 0});
}
