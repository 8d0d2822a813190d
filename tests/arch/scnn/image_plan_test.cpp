// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/image_plan.hpp"

#include "arch/scnn/planned_image.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using test::PlannedImage;

TEST_CASE("blocks decode to the inputs of their slice in their PE's tile") {
  const std::uint64_t seed = GENERATE(range(0, 40));
  core::RandomStream random{seed, "blocks"};
  const auto conv = test::random_strided_conv(random);
  Grid grid = test::planar(test::between(random, 1, 4), test::between(random, 1, 4));
  if (random.below(2) == 0) grid.mapping = Mapping::channel;
  Params params = test::params_of(grid);
  params.skip = static_cast<Skip>(random.below(3));
  const PlannedImage planned{conv, params, random};
  CAPTURE(seed);
  const ImagePlan& image = planned.image;
  const Phases& phases = image.plan.layer.phases;
  for (std::uint32_t tile = 0; tile < image.tiles.size(); ++tile) {
    for (std::uint32_t pe = 0; pe < grid.pes(); ++pe) {
      std::uint64_t stored = 0;
      for (std::uint32_t slice = 0; slice < image.slices(); ++slice) {
        const BlockView block = image.inputs.block(tile, slice, pe);
        stored += block.count;
        const std::uint32_t channel = slice / phases.size();
        if (!holds_channel(grid, pe, channel % (conv.channels / conv.groups))) {
          CHECK(block.count == 0);
          continue;
        }
        const auto expected =
            planned.inputs_of(phases[slice % phases.size()], image.tiles[tile].input(pe), channel);
        CHECK(tensor::run_length_decode(block.elements, block.count, expected.size()) == expected);
        if (!params.skips_activations()) CHECK(block.count == expected.size());
      }
      CHECK(image.inputs.stored(tile, pe) == stored);
      CHECK(stored <= image.inputs.most_stored_in_a_tile());
    }
  }
}

TEST_CASE("the channels of each group are dealt to the PEs in turn") {
  CHECK(holds_channel(test::planar(2, 2), 3, 7));
  std::uint32_t holders = 0;
  for (std::uint32_t pe = 0; pe < 6; ++pe) {
    holders += holds_channel(test::by_channels(2, 3), pe, 8) ? 1 : 0;
  }
  CHECK(holders == 1);
  CHECK(holds_channel(test::by_channels(2, 3), 2, 8));
}

TEST_CASE("inputs are resident, come tile by tile or group by group as the input memory allows") {
  core::RandomStream random{1, "supply"};
  auto conv = test::square(20, 3, 1);
  conv.channels = 4;
  conv.filters = 4;
  Params params = test::params_of(test::planar(1, 1));
  params.accumulator.entries = 256;
  params.skip = Skip::weights;  // so that 1600 values are stored
  const auto supply = [&](std::uint32_t channels, std::uint32_t kib) {
    conv.channels = channels;
    params.iaram_kib = kib;
    const PlannedImage planned{conv, params, random};
    const ImagePlan& image = planned.image;
    const std::uint64_t capacity = params.capacity(kib);
    CHECK((image.inputs.most_stored() <= capacity) == (image.supply == InputSupply::resident));
    CHECK((image.inputs.most_stored_in_a_tile() <= capacity) ==
          (image.supply != InputSupply::groups));
    return image.supply;
  };
  CHECK(supply(4, 10) == InputSupply::resident);
  CHECK(supply(4, 1) == InputSupply::tiles);
  CHECK(supply(50, 1) == InputSupply::groups);  // 450 values for one output
}

TEST_CASE("steps go through all groups of a time tile before the next") {
  core::RandomStream random{2, "steps"};
  auto conv = test::square(20, 3, 1);
  conv.filters = 5;
  Params params = test::params_of(test::planar(1, 1));
  params.accumulator.entries = 16;  // 512 sums
  params.kc = 2;
  const PlannedImage planned{conv, params, random};
  const ImagePlan& image = planned.image;
  REQUIRE(image.tiles.size() > 1);
  CHECK(image.groups() == 3);
  CHECK(image.steps() == 3 * image.tiles.size());
  CHECK(image.tile_of(2) == 0);
  CHECK(image.tile_of(3) == 1);
  CHECK(image.group(4).first_filter == 2);
  CHECK(&image.tiling(5) == &image.tiles[1]);
  CHECK(image.halos.size() == image.tiles.size());
}

TEST_CASE("by channels, as many PEs work as a group has channels") {
  core::RandomStream random{3, "works"};
  auto conv = test::square(4, 1, 0);
  conv.channels = 6;
  conv.groups = conv.filters = 2;
  const PlannedImage planned{conv, test::params_of(test::by_channels(2, 2)), random};
  CHECK(planned.image.works(2));
  CHECK_FALSE(planned.image.works(3));
  const PlannedImage tiled{conv, test::params_of(test::planar(8, 1)), random};
  CHECK(tiled.image.works(3));
  CHECK_FALSE(tiled.image.works(4));  // four rows
  CHECK(tiled.image.most_vectors(0, 0, 3) == 2);
}
