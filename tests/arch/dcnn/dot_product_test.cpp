// SPDX-License-Identifier: Apache-2.0
// The arithmetic of a PE: kernels, windows, and whole steps against single edges.
#include "arch/dcnn/dot_product.hpp"

#include <limits>
#include <optional>

#include "arch/planar/random_conv.hpp"
#include "arch/planar/scene.hpp"
#include "support/catch.hpp"
#include "support/cpu_levels.hpp"
#include "support/layers.hpp"

using namespace gossamer;
using namespace gossamer::arch::dcnn;

namespace {

constexpr std::int16_t lowest = std::numeric_limits<std::int16_t>::min();

/// A step as a kernel sees it, with values at the ends of their range among them.
struct Step {
  Step(std::uint32_t positions, std::uint32_t filters, std::uint32_t products) {
    core::RandomStream random{positions * 1000U + filters * 100U + products, "step"};
    task.positions = positions;
    task.filters = filters;
    task.products = padded_products(products);
    task.pitch = task.products + 16;
    inputs = test::random_values(random, std::size_t{positions} * task.pitch, 800);
    weights = test::random_values(random, std::size_t{filters} * task.pitch, 800);
    inputs[0] = weights[0] = lowest;
    sums.resize(std::size_t{positions} * filters, 7);
  }

  std::vector<std::uint32_t> by_kernel(core::CpuLevel level) {
    std::vector<std::uint32_t> result = sums;
    task.inputs = inputs.data();
    task.weights = weights.data();
    task.sums = result.data();
    dot_kernel(level)(task);
    return result;
  }

  /// The definition: every exact product shifted, rounding down.
  std::vector<std::uint32_t> by_definition() const {
    std::vector<std::uint32_t> result = sums;
    for (std::size_t k = 0; k < task.filters; ++k) {
      for (std::size_t p = 0; p < task.positions; ++p) {
        for (std::size_t i = 0; i < task.products; ++i) {
          const std::int64_t product =
              std::int64_t{inputs[p * task.pitch + i]} * weights[k * task.pitch + i];
          result[k * task.positions + p] += static_cast<std::uint32_t>(product >> task.shift);
        }
      }
    }
    return result;
  }

  DotTask task;
  std::vector<std::int16_t> inputs;
  std::vector<std::int16_t> weights;
  std::vector<std::uint32_t> sums;
};

/// A convolution on 2 x 2 PEs, all of it in the memories of one step per group.
struct Scene {
  explicit Scene(std::uint64_t seed) {
    core::RandomStream random{seed, "scene"};
    layer.shape = test::random_strided_conv(random);
    params.pe.rows = params.pe.cols = 2;
    params.pe.multipliers = test::between(random, 1, 64);
    params.iaram_kib = 1024;
    load(random);
  }
  Scene(const workload::Layer& of, const Params& on) : params{on}, layer{of} {
    core::RandomStream random{1, "scene"};
    load(random);
  }

  void load(core::RandomStream& random) {
    const auto& conv = std::get<workload::Conv2d>(layer.shape);
    const DenseLayer dense{layer, params.grid(), params.pe.multipliers};
    plan.emplace(plan_layer(dense, test::random_weights(random, conv, 500), params));
    pixels =
        test::random_values(random, std::size_t{conv.channels} * conv.height * conv.width, 600);
    image.emplace(plan_image(*plan, params, pixels.data()));
    inputs.emplace(*image);
    weights.emplace(*image, 100000);
    broadcast();
  }

  void broadcast() {
    std::size_t at = 0;
    for (std::uint32_t step = 0; step < image->steps(); ++step) {
      weights->begin_step(step);
      for (std::uint32_t chunk = 0; chunk < plan->layer.chunks(); ++chunk) {
        for (std::uint32_t k = 0; k < image->group(step).filters; ++k) {
          const std::size_t bytes = 2 * plan->layer.products_of(chunk);
          const auto first = plan->weights.begin() + static_cast<std::ptrdiff_t>(at);
          weights->write(step, k, chunk * plan->layer.lanes,
                         {first, first + static_cast<std::ptrdiff_t>(bytes)});
          at += bytes;
        }
      }
      if ((step + 1) % image->groups() == 0) at = 0;
    }
  }

  Params params;
  workload::Layer layer;
  std::optional<LayerPlan> plan;
  std::vector<std::int16_t> pixels;
  std::optional<ImagePlan> image;
  std::optional<InputMemories> inputs;
  std::optional<WeightMemory> weights;
};

struct Result {
  std::vector<std::uint32_t> sums;
  ProductCounts counts;
  InputReads reads;
};

Result run(Scene& scene, std::uint32_t pe, std::uint32_t step, bool whole) {
  const std::uint32_t positions = scene.image->positions(pe, scene.image->tile_of(step));
  const std::uint32_t filters = scene.image->group(step).filters;
  const std::size_t sums = std::size_t{positions} * filters;
  Accumulators accumulators{sums};
  DotProduct dot{{pe, *scene.image, *scene.inputs, *scene.weights, accumulators,
                  dot_kernel(core::detected_cpu_level()), 3, true}};
  dot.begin_step(step);
  if (whole) dot.multiply_step();
  for (std::uint32_t chunk = 0; !whole && chunk < scene.plan->layer.chunks(); ++chunk) {
    for (std::uint32_t position = 0; position < positions; ++position) {
      for (std::uint32_t k = 0; k < filters; ++k) dot.multiply(chunk, position, k);
    }
  }
  return {{accumulators.set(step), accumulators.set(step) + sums}, dot.counts(), dot.reads()};
}

/// Of the first step of a PE.
InputReads reads_of(const workload::Layer& layer, const Params& params, std::uint32_t pe) {
  Scene scene{layer, params};
  return run(scene, pe, 0, true).reads;
}

}  // namespace

TEST_CASE("every kernel adds up the shifted products of its definition") {
  const auto positions = GENERATE(1U, 2U, 3U, 4U, 7U, 9U);
  const auto filters = GENERATE(1U, 3U, 4U, 8U, 9U);
  const auto products = GENERATE(1U, 16U, 40U, 1024U, 1040U, 2100U);
  Step step{positions, filters, products};
  step.task.shift = GENERATE(0U, 7U, 31U);
  CAPTURE(positions, filters, products, step.task.shift);
  for (const core::CpuLevel level : test::host_levels()) {
    CAPTURE(static_cast<int>(level));
    CHECK(step.by_kernel(level) == step.by_definition());
  }
}

TEST_CASE("a step at once has the sums and the counts of its edges one by one") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Scene scene{seed};
    for (std::uint32_t pe = 0; pe < 4; ++pe) {
      for (std::uint32_t step = 0; step < scene.image->steps(); ++step) {
        if (scene.image->positions(pe, scene.image->tile_of(step)) == 0) continue;
        CAPTURE(seed, pe, step);
        const Result whole = run(scene, pe, step, true);
        const Result edges = run(scene, pe, step, false);
        CHECK(whole.sums == edges.sums);
        CHECK(whole.counts.useful == edges.counts.useful);
        CHECK(whole.counts.zero_operand == edges.counts.zero_operand);
        CHECK(whole.counts.padding == edges.counts.padding);
        CHECK(whole.counts.none == edges.counts.none);
        CHECK(whole.reads.vectors == edges.reads.vectors);
        CHECK(whole.reads.memories == edges.reads.memories);
        CHECK(whole.reads.transfers == edges.reads.transfers);
        CHECK(whole.reads.vectors == std::uint64_t{scene.plan->layer.chunks()} * whole.sums.size() /
                                         scene.image->group(step).filters);
      }
    }
  }
}

TEST_CASE("a tap finds its input in the PE that has it, and nothing outside of the plane") {
  auto conv = test::square(6, 3, 1);
  const arch::planar::Tiling tiling{conv, test::with_input_halos(2, 2)};
  const Windows first{conv, tiling, 0};
  CHECK(first.positions() == 9);
  CHECK_FALSE(first.place(0, 0));
  // Each PE has 3 x 3 inputs, those that its outputs sit on.
  const auto is = [](const std::optional<Windows::Place>& place, std::uint32_t pe,
                     std::size_t offset, std::uint32_t hops) {
    return place && place->pe == pe && place->offset == offset && place->hops == hops;
  };
  CHECK(is(first.place(0, 4), 0, 0, 0));
  CHECK(is(first.place(8, 4), 0, 8, 0));
  CHECK(is(first.place(8, 5), 1, 6, 1));  // row 2, column 3
  CHECK(is(first.place(8, 7), 2, 2, 1));  // row 3, column 2
  CHECK(is(first.place(8, 8), 3, 0, 1));  // a diagonal is a link
  const Windows last{conv, tiling, 3};    // rows and columns 2 to 5
  CHECK(is(last.place(0, 0), 0, 8, 1));
  CHECK(is(last.place(4, 4), 3, 4, 0));
  CHECK_FALSE(last.place(8, 5));
  conv.stride_x = 2;
  const Windows strided{conv, {conv, test::with_input_halos(2, 2)}, 1};  // outputs (0..2, 2)
  CHECK(strided.positions() == 3);
  CHECK(is(strided.place(1, 3), 1, 3, 0));  // row 1, column 3; columns 3 to 5 are the PE's
  const Windows far{
      test::square(3, 3, 1), {test::square(3, 3, 1), test::with_input_halos(3, 3)}, 0};
  CHECK(is(far.place(0, 8), 4, 0, 1));
  const auto wide = test::square(5, 5, 2);
  CHECK(is(Windows(wide, {wide, test::with_input_halos(5, 5)}, 12).place(0, 1), 1, 0, 2));
}

TEST_CASE(
    "a vector is read once from every memory that has some of it, and others' values travel") {
  // One output and one input a PE; the PE in the middle meets all nine.
  auto layer = test::conv_layer(8, 3, 2, 3, 1, 1, 1);
  Params params;
  params.pe.rows = params.pe.cols = 3;
  params.pe.multipliers = 6;  // 72 products: twelve chunks, of six PEs each
  const auto middle = reads_of(layer, params, 4);
  CHECK(middle.vectors == 12);
  CHECK(middle.memories == 12 * 6);
  CHECK(middle.transfers == 8 * 8);  // of nine taps in eight channels, all but its own
  const auto corner = reads_of(layer, params, 0);  // taps 4, 5, 7 and 8 lie in the plane
  CHECK(corner.vectors == 12);
  CHECK(corner.memories == 4 * (2 + 2 + 4));  // taps 0 to 5, 6 to 2, 3 to 8
  CHECK(corner.transfers == 8 * 3);
}

TEST_CASE("products are cut into chunks in the order channel, row, column") {
  auto layer = test::conv_layer(5, 8, 4, 3, 1, 1, 1);
  const DenseLayer dense{layer, test::with_input_halos(2, 2), 16};
  CHECK(dense.products() == 45);
  CHECK(dense.chunks() == 3);
  CHECK(dense.products_of(1) == 16);
  CHECK(dense.products_of(2) == 13);
  CHECK(dense.first_channel(1) == 1);
  CHECK(dense.last_channel(1) == 3);  // products 16 to 31: channels 1, 2 and 3
  CHECK(dense.last_channel(2) == 4);
  CHECK(dense.most_channels_of_a_chunk() == 3);
  test::conv_of(layer).filter_height = test::conv_of(layer).filter_width = 1;
  CHECK(DenseLayer(layer, test::with_input_halos(2, 2), 16).most_channels_of_a_chunk() == 5);
  CHECK(DenseLayer(layer, test::with_input_halos(2, 2), 3).most_channels_of_a_chunk() == 3);
}
