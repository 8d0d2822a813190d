// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/weight_feeder.hpp"

#include <algorithm>

#include "arch/planar/memory_system.hpp"
#include "arch/planar/random_conv.hpp"
#include "kernel/probe.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"

using namespace gossamer;
using namespace gossamer::arch::dcnn;
namespace planar = gossamer::arch::planar;
using core::Activity;
using core::Edge;

namespace {

/// A pointwise convolution of 16 channels: eight vectors of 32 bytes, of which a burst brings two
/// and the DRAM sends a burst per edge.
struct Scene {
  explicit Scene(std::uint32_t broadcast_vectors) {
    params.pe.rows = params.pe.cols = 1;
    params.weights.broadcast_vectors = broadcast_vectors;
    params.dram.bandwidth_gb_per_s = 64;
    params.dram.latency_ns = 10;
    const auto layer = test::conv_layer(16, 2, 8, 1, 0, 1, 1);
    core::RandomStream random{1, "feeder"};
    filters = test::random_weights(random, std::get<workload::Conv2d>(layer.shape), 700);
    plan.emplace(plan_layer({layer, params.grid(), 16}, filters, params));
    const std::vector<std::int16_t> pixels(16 * 4, 1);
    image.emplace(plan_image(*plan, params, pixels.data()));
  }

  /// Edges from which the reader of a FIFO of `entries` sees each vector, when it releases vector n
  /// at the edge `released(n)`.
  std::vector<std::uint64_t> seen(std::size_t entries,
                                  const std::function<std::uint64_t(std::size_t)>& released,
                                  bool lossy = false) {
    kernel::Settings settings;
    settings.single_step = single_step;
    kernel::Simulation simulation{settings};
    kernel::BroadcastChannel<WeightVector> fifos{simulation, "FIFOs", entries};
    WeightMemory memory{*image, static_cast<std::uint32_t>(entries)};
    planar::MemorySystem system{
        simulation, {params.activation_path(), params.dram, 1}, plan->weights, nullptr, 1};
    WeightFeeder feeder{"feeder", simulation, params, *image, memory, fifos};
    if (lossy) feeder.lose_vectors();
    system.connect("weight", feeder);
    std::vector<std::uint64_t> edges;
    std::size_t held = 0;  // first vector that was not released
    test::Probe reader{"reader", simulation, [&](test::Probe& probe) {
                         while (edges.size() < fifos.pushed()) {
                           edges.push_back(fifos.visible_from(edges.size()).number());
                         }
                         for (; held < edges.size() && released(held) <= probe.now().number();
                              ++held) {
                           fifos.release(0, held, probe.now());
                         }
                         if (probe.now() == Edge{200}) probe.simulation().finish(probe.now());
                         return Activity::idle;
                       }};
    fifos.add_looking_ahead();
    simulation.run();
    values = memory.step(0).values;
    nonzero = memory.step(0).nonzero;
    lost = feeder.lost();
    return edges;
  }

  Params params;
  tensor::Tensor<std::int16_t> filters;
  std::optional<LayerPlan> plan;
  std::optional<ImagePlan> image;
  bool single_step = false;
  std::vector<std::int16_t> values;  ///< what was broadcast
  std::vector<std::uint32_t> nonzero;
  std::uint32_t lost = 0;
};

constexpr auto at_once = [](std::size_t) { return std::uint64_t{0}; };

using Edges = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("vectors are seen one edge after their burst, as many per edge as the broadcast takes") {
  Scene one{1};
  Scene two{2};
  one.single_step = two.single_step = GENERATE(false, true);
  // The request is at the port at edge 1; 10 of latency and one of data; one edge to the feeder and
  // one to the FIFOs.
  CHECK(two.seen(16, at_once) == Edges{14, 14, 15, 15, 16, 16, 17, 17});
  CHECK(one.seen(16, at_once) == Edges{14, 15, 16, 17, 18, 19, 20, 21});
}

TEST_CASE("a full FIFO holds the broadcast back; a place is taken two edges after it was left") {
  Scene scene{2};
  scene.single_step = GENERATE(false, true);
  const auto slowly = [](std::size_t vector) { return std::uint64_t{100} + 3 * vector; };
  CHECK(scene.seen(4, slowly) == Edges{14, 14, 15, 15, 102, 105, 108, 111});
}

TEST_CASE("what is broadcast are the weights of the layer, filter by filter") {
  Scene scene{2};
  scene.seen(16, at_once);
  CHECK(scene.lost == 0);
  std::vector<std::uint32_t> nonzero(16);
  for (std::size_t k = 0; k < 8; ++k) {
    for (std::size_t product = 0; product < 16; ++product) {
      const std::int16_t weight = scene.filters.data[k * 16 + product];
      CHECK(scene.values[k * 16 + product] == weight);
      nonzero[product] += weight != 0 ? 1 : 0;
    }
  }
  CHECK(scene.nonzero == nonzero);
}

TEST_CASE("a lost vector is one of zeros") {
  Scene scene{2};
  scene.seen(16, at_once, true);
  CHECK(scene.lost == 1);
  CHECK(std::all_of(scene.values.begin(), scene.values.begin() + 16,
                    [](std::int16_t value) { return value == 0; }));
  CHECK(scene.values[16] == scene.filters.data[16]);
}
