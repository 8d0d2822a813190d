// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/input_units.hpp"

#include "arch/planar/input_supply.hpp"
#include "arch/planar/random_conv.hpp"
#include "arch/planar/scene.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::planar;

namespace {

/// Dense channels of 16 x 16 on 2 x 2 PEs with input halos of a 3 x 3 kernel, in two groups a tile.
/// What is stored is measured before it is stored if `measured`.
struct Scene {
  explicit Scene(std::uint64_t capacity, bool measured = false) : conv{test::square(16, 3, 1)} {
    conv.channels = 3;
    core::RandomStream random{1, "units"};
    image = test::random_values(random, std::size_t{3} * 16 * 16, 1000);
    SupplyRules rules;
    rules.capacity = capacity;
    rules.store = [this](const std::vector<Tiling>& tiles) {
      ++stores;
      return InputBlocks{ActivationFormat{}, conv, {Lattice{}}, tiles, image.data()};
    };
    if (measured) {
      rules.measure = [](const std::vector<Tiling>& tiles) { return most_stored(tiles, 3); };
    }
    rules.divide = [this](std::uint32_t fewest, const auto& accepts) {
      return fewest_time_tiles(conv, grid, {1, {64, 64}, fewest, accepts});
    };
    supplied.emplace(supply_inputs(conv, grid, {1, 1}, rules));
  }

  InputOrder order() const {
    InputOrder order;
    order.every_step = supplied->kind == InputSupply::groups;
    order.slices_per_step = 3;
    for (std::uint32_t tile = 0; tile < supplied->tiles.size(); ++tile) {
      order.steps.push_back({tile, 0, false});
      order.steps.push_back({tile, 0, true});
    }
    return order;
  }

  workload::Conv2d conv;
  Grid grid = test::with_input_halos(2, 2);
  std::vector<std::int16_t> image;
  std::optional<SuppliedInputs> supplied;
  int stores = 0;
};

}  // namespace

TEST_CASE(
    "inputs stay if all fit, else come in as few time tiles as it takes, else group by group") {
  // Each PE has 8 x 8 of each of three channels.
  CHECK(Scene{192}.supplied->kind == InputSupply::resident);
  const Scene tiled{175};
  CHECK(tiled.supplied->kind == InputSupply::tiles);
  CHECK(tiled.supplied->tiles.size() == 2);
  CHECK(tiled.supplied->blocks.most_stored_in_a_tile() <= 175);
  const Scene never{8};  // three channels of 2 x 2 are 12
  CHECK(never.supplied->kind == InputSupply::groups);
  CHECK(never.supplied->tiles.size() == 1);
}

TEST_CASE("what is known before it is stored is stored once, and supplied alike") {
  const auto capacity = GENERATE(192U, 175U, 60U, 8U);
  const Scene tried{capacity};
  const Scene measured{capacity, true};
  CAPTURE(capacity);
  CHECK(measured.stores == 1);
  CHECK((tried.stores > 1) == (capacity < 192));
  CHECK(measured.supplied->kind == tried.supplied->kind);
  REQUIRE(measured.supplied->tiles.size() == tried.supplied->tiles.size());
  for (std::uint32_t tile = 0; tile < tried.supplied->tiles.size(); ++tile) {
    for (std::uint32_t pe = 0; pe < 4; ++pe) {
      CHECK(measured.supplied->blocks.stored(tile, pe) == tried.supplied->blocks.stored(tile, pe));
    }
  }
}

TEST_CASE("a unit's bytes are those of the blocks of all PEs, zeros stored at two bytes each") {
  const Scene scene{175};
  const InputUnits units{scene.supplied->blocks, scene.order(), ActivationFormat{}, 175};
  REQUIRE(units.size() == 6);
  CHECK(units.rounds() == 2);
  std::uint64_t bytes = 0;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    std::uint64_t values = 0;
    for (std::uint32_t pe = 0; pe < 4; ++pe) {
      values += scene.supplied->tiles[units.tile(unit)].input(pe).area();
    }
    CHECK(units.bytes(unit) == 4 * 2 + 2 * values);
    CHECK(units.address(unit) == bytes);
    bytes += units.bytes(unit);
  }
  CHECK(units.packed().size() == bytes);
}

TEST_CASE("a unit waits until what the memory cannot hold beside it has been given up") {
  const Scene scene{175};
  const InputUnits units{scene.supplied->blocks, scene.order(), ActivationFormat{}, 175};
  // A PE has 4 x 8 values a channel in one tile and 5 x 8, for the rim, in the other: four at a
  // time.
  CHECK(units.released_before(3) == 0);
  CHECK(units.released_before(4) == 1);
  CHECK(units.most_held() == 4);
  CHECK_FALSE(units.last_use(0));
  CHECK(units.last_use(1));
  CHECK(units.unit(2, 1) == 4);
}

TEST_CASE("loaded for every group, a step's units are its own") {
  const Scene scene{8};
  const InputUnits units{scene.supplied->blocks, scene.order(), ActivationFormat{}, 192};
  CHECK(units.size() == 6);
  CHECK(units.unit(1, 2) == 5);
  CHECK(units.tile(5) == 0);
  CHECK(units.slice(5) == 2);
  CHECK(units.last_use(0));
  CHECK(units.address(3) == units.address(0));  // the same bytes again
}
