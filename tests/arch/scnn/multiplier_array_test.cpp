// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/multiplier_array.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/bank_hash.hpp"
#include "arch/scnn/scene.hpp"
#include "support/catch.hpp"
#include "tensor/run_length.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;

namespace {

constexpr unsigned product_shift = 4;

/// A small convolution of one channel and three filters on one PE, and its dense operands.
struct Scene {
  explicit Scene(core::RandomStream& random)
      : conv{shape(random)},
        layer{test::layer_of(conv)},
        grid{test::planar(1, 1)},
        tiling{conv, grid},
        image{test::random_values(random, std::size_t{conv.height} * conv.width, 600)},
        weights{test::random_weights(random, conv, 500)},
        keys{layer.phases, tiling.footprint_size().width},
        store{test::store_of(test::params_of(grid), layer, tiling, 0, image, keys)},
        banks{HashKind::linear, 32, 3, tiling.footprint_size().height,
              tiling.footprint_size().width},
        placement{layer.phases, keys, banks, tiling.footprint_size(), 4, false} {}

  static workload::Conv2d shape(core::RandomStream& random) {
    auto conv = test::random_strided_conv(random);
    conv.channels = conv.groups = 1;
    conv.filters = 3;
    return conv;
  }

  Accumulators accumulators() const {
    return {layer.phases, Accumulators::stride_of(layer.phases, tiling.input(0)), 3};
  }

  WeightBlock block(std::uint32_t slice) const {
    const auto& taps = layer.phases[slice].taps;
    std::vector<std::int16_t> dense;
    for (std::uint32_t k = 0; k < 3; ++k) {
      for (const Tap& tap : taps)
        dense.push_back(weights.data[k * layer.phases.taps() + tap.index]);
    }
    std::vector<tensor::RunLengthElement> elements;
    tensor::run_length_append(dense.data(), dense.size(), 15, elements);
    return {placement, slice, elements};
  }

  workload::Conv2d conv;
  ConvLayer layer;
  Grid grid;
  Tiling tiling;
  std::vector<std::int16_t> image;
  tensor::Tensor<std::int16_t> weights;
  FootKeys keys;
  ActivationStore store;
  BankMap banks;
  Placement placement;
};

/// The sum of each tap and input position, from the definition.
std::vector<std::uint32_t> expected_sums(const Scene& scene, std::uint32_t stride) {
  const Phases& phases = scene.layer.phases;
  const Rect tile = scene.tiling.input(0);
  std::vector<std::uint32_t> sums(std::size_t{3} * phases.taps() * stride);
  for (std::uint32_t p = 0; p < phases.size(); ++p) {
    const auto rows = phases.vertical().inputs(phases[p].row, tile.y0, tile.y1);
    const auto cols = phases.horizontal().inputs(phases[p].col, tile.x0, tile.x1);
    for (std::int32_t n = 0; n < rows.count * cols.count; ++n) {
      const auto y = rows.first + n / cols.count * static_cast<std::int32_t>(scene.conv.stride_y);
      const auto x = cols.first + n % cols.count * static_cast<std::int32_t>(scene.conv.stride_x);
      const auto at = y * static_cast<std::int32_t>(scene.conv.width) + x;
      for (std::uint32_t k = 0; k < 3; ++k) {
        for (const Tap& tap : phases[p].taps) {
          const std::uint32_t number = k * phases.taps() + tap.index;
          const std::int32_t product =
              scene.image[static_cast<std::size_t>(at)] * scene.weights.data[number];
          sums[number * stride + static_cast<std::uint32_t>(n)] =
              static_cast<std::uint32_t>(product >> product_shift);
        }
      }
    }
  }
  return sums;
}

std::vector<std::uint32_t> sums_of(Accumulators& accumulators, const Scene& scene) {
  const std::uint32_t* set = accumulators.set(0);
  return {set, set + std::size_t{3} * scene.layer.phases.taps() * accumulators.stride()};
}

}  // namespace

TEST_CASE("a block at once, vector by vector and round by round give the sums of the definition") {
  const std::uint64_t seed = GENERATE(range(0, 20));
  core::RandomStream random{seed, "multiplier array"};
  const Scene scene{random};
  const auto& kernels = scatter_kernels(core::detected_cpu_level());
  Accumulators at_once = scene.accumulators();
  Accumulators by_vector = scene.accumulators();
  Accumulators by_round = scene.accumulators();
  MultiplierArray first{at_once, kernels, product_shift};
  MultiplierArray second{by_vector, kernels, product_shift};
  MultiplierArray third{by_round, kernels, product_shift};
  for (MultiplierArray* array : {&first, &second, &third}) array->begin_step(0, scene.store);
  BlockPass pass{test::params_of(scene.grid)};
  for (std::uint32_t slice = 0; slice < scene.layer.slices(); ++slice) {
    WeightBlock block = scene.block(slice);
    const std::uint32_t end = scene.store.vectors(slice);
    if (end == 0 || block.vectors() == 0) continue;
    pass.begin(block, 0, scene.store, 0, end);
    first.multiply_block(pass);
    do {
      for (std::uint32_t v = 0; v < block.vectors(); ++v) second.multiply_vectors(pass, v);
    } while (pass.next_activation());
    for (std::uint32_t a = 0; a < end; ++a) {
      pass.begin(block, 0, scene.store, a, a + 1);
      third.multiply_block(pass);
    }
  }
  CAPTURE(seed);
  const auto expected = expected_sums(scene, at_once.stride());
  CHECK(sums_of(at_once, scene) == expected);
  CHECK(sums_of(by_vector, scene) == expected);
  CHECK(sums_of(by_round, scene) == expected);
}

TEST_CASE("a pass from a later vector on leaves out the weights before it") {
  core::RandomStream random{4, "later vector"};
  const Scene scene{random};
  WeightBlock block = scene.block(0);
  REQUIRE(block.vectors() > 1);
  const auto& kernels = scatter_kernels(core::detected_cpu_level());
  Accumulators all = scene.accumulators();
  Accumulators parts = scene.accumulators();
  MultiplierArray whole{all, kernels, product_shift};
  MultiplierArray divided{parts, kernels, product_shift};
  whole.begin_step(0, scene.store);
  divided.begin_step(0, scene.store);
  BlockPass pass{test::params_of(scene.grid)};
  pass.begin(block, 0, scene.store, 0, scene.store.vectors(0));
  whole.multiply_block(pass);
  do {
    divided.multiply_vectors(pass, 0);
  } while (pass.next_activation());
  pass.begin(block, 1, scene.store, 0, scene.store.vectors(0));
  divided.multiply_block(pass);
  CHECK(sums_of(all, scene) == sums_of(parts, scene));
}
