// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/input_units.hpp"

#include <algorithm>

#include "arch/scnn/planned_image.hpp"
#include "support/catch.hpp"
#include "tensor/run_length.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using test::PlannedImage;

namespace {

/// A layer whose inputs do not fit 1 KiB: tile by tile with few channels, else group by group.
struct Scene {
  Scene(std::uint64_t seed, bool every_group) : random{seed, "units"}, params{machine(random)} {
    auto conv = test::square(test::between(random, 12, 20), 3, 1);
    conv.stride_x = test::between(random, 1, 2);
    conv.channels = every_group ? 120 : 6;
    conv.filters = 4;
    if (every_group) conv.height = conv.width = 6;
    planned.emplace(conv, params, random);
  }

  static Params machine(core::RandomStream& random) {
    Params params = test::params_of(test::planar(1, test::between(random, 1, 2)));
    if (random.below(3) == 0) params = test::params_of(test::by_channels(1, 2));
    params.accumulator.entries = 128;
    params.iaram_kib = 1;
    params.kc = test::between(random, 1, 4);
    params.skip = Skip::weights;
    return params;
  }
  const ImagePlan& image() const { return planned->image; }

  core::RandomStream random;
  Params params;
  std::optional<PlannedImage> planned;
};

}  // namespace

TEST_CASE("units come in the order in which steps need them, and each step knows its own") {
  const std::uint64_t seed = GENERATE(range(0, 10));
  const bool every_group = GENERATE(false, true);
  const Scene scene{seed, every_group};
  const ImagePlan& image = scene.image();
  if (image.supply == InputSupply::resident) return;
  const InputUnits units{image, scene.params};
  CAPTURE(seed, every_group);
  CHECK(units.rounds() ==
        (image.supply == InputSupply::groups ? image.steps() : image.tiles.size()));
  std::uint32_t before = 0;
  for (std::uint32_t step = 0; step < image.steps(); ++step) {
    const std::uint32_t first = image.group(step).first_slice;
    for (std::uint32_t slice = first; slice < first + image.plan.layer.slices_per_group();
         ++slice) {
      const std::uint32_t unit = units.unit(step, slice);
      REQUIRE(unit < units.size());
      CHECK(units.tile(unit) == image.tile_of(step));
      CHECK(units.slice(unit) == slice);
    }
    CHECK(units.unit(step, first) >= before);
    if (units.last_use(step)) before = units.unit(step, first) + 1;
  }
}

TEST_CASE("units that are let in when the room is free never exceed a memory") {
  const std::uint64_t seed = GENERATE(range(0, 20));
  const bool every_group = GENERATE(false, true);
  const Scene scene{seed, every_group};
  const ImagePlan& image = scene.image();
  if (image.supply == InputSupply::resident) return;
  const InputUnits units{image, scene.params};
  const std::uint64_t capacity = scene.params.capacity(scene.params.iaram_kib);
  CAPTURE(seed, every_group);
  std::vector<std::uint64_t> held(image.plan.grid.pes());
  std::uint32_t released = 0;
  std::uint32_t most = 0;
  const auto count = [&](std::uint32_t unit, std::uint32_t pe) {
    return image.inputs.block(units.tile(unit), units.slice(unit), pe).count;
  };
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    REQUIRE(units.released_before(unit) <= unit);
    CHECK(units.released_before(unit) >= released);
    for (; released < units.released_before(unit); ++released) {
      for (std::uint32_t pe = 0; pe < held.size(); ++pe) held[pe] -= count(released, pe);
    }
    for (std::uint32_t pe = 0; pe < held.size(); ++pe) {
      held[pe] += count(unit, pe);
      CHECK(held[pe] <= capacity);
    }
    // What is decoded of two time tiles shares no memory with a third.
    CHECK(units.tile(unit) - units.tile(released) < 2);
    most = std::max(most, unit + 1 - released);
  }
  CHECK(units.most_held() == most);
}

TEST_CASE("the inputs lie in DRAM unit by unit, block by block") {
  const Scene scene{3, false};
  const ImagePlan& image = scene.image();
  REQUIRE(image.supply == InputSupply::tiles);
  const InputUnits units{image, scene.params};
  const auto packed = units.packed();
  const unsigned run_bits = scene.params.activation_run_bits();
  std::size_t offset = 0;
  std::uint64_t largest = 0;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    CHECK(units.address(unit) == offset);
    for (std::uint32_t pe = 0; pe < image.plan.grid.pes(); ++pe) {
      const BlockView block = image.inputs.block(units.tile(unit), units.slice(unit), pe);
      const auto holders = units.holders(unit);
      if (std::find(holders.begin(), holders.end(), pe) == holders.end()) {
        CHECK(block.count == 0);
        continue;
      }
      const std::size_t before = offset;
      std::vector<tensor::RunLengthElement> elements;
      tensor::unpack_run_length(packed, offset, run_bits, elements);
      largest = std::max<std::uint64_t>(largest, offset - before);
      CHECK(std::vector<tensor::RunLengthElement>(block.elements, block.elements + block.count) ==
            elements);
    }
    CHECK(units.address(unit) + units.bytes(unit) == offset);
  }
  CHECK(offset == packed.size());
  CHECK(units.largest_block() == largest);
}
