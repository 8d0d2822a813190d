// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/activation_store.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/scene.hpp"
#include "arch/scnn/weight_block.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using test::layer_of;
using test::planar;
using test::store_of;

namespace {

/// A non-zero of a slice in a tile: where it is in the plane, and in the slice's part of the tile.
struct Placed {
  std::int32_t y;
  std::int32_t x;
  std::int16_t value;
  std::uint32_t position;
};

bool in_phase(const workload::Conv2d& conv, const Phase& phase, std::int32_t y, std::int32_t x) {
  return (static_cast<std::uint32_t>(y) + conv.pad_top) % conv.stride_y == phase.row &&
         (static_cast<std::uint32_t>(x) + conv.pad_left) % conv.stride_x == phase.col;
}

std::vector<Placed> nonzeros_of(const workload::Conv2d& conv, const Phase& phase, const Rect& tile,
                                const std::vector<std::int16_t>& image, std::uint32_t channel) {
  std::vector<Placed> placed;
  std::uint32_t position = 0;
  for (std::int32_t y = tile.y0; y < tile.y1; ++y) {
    for (std::int32_t x = tile.x0; x < tile.x1; ++x) {
      if (!in_phase(conv, phase, y, x)) continue;
      const std::size_t at =
          (std::size_t{channel} * conv.height + static_cast<std::size_t>(y)) * conv.width +
          static_cast<std::size_t>(x);
      if (image[at] != 0) placed.push_back({y, x, image[at], position});
      ++position;
    }
  }
  return placed;
}

/// The lanes of a slice that hold no placeholder, in order.
struct Lane {
  std::int16_t value;
  std::uint32_t key;
  std::uint32_t position;
};

std::vector<Lane> lanes_of(const ActivationStore& store, std::uint32_t slice) {
  std::vector<Lane> lanes;
  for (std::uint32_t v = 0; v < store.vectors(slice); ++v) {
    const ActivationVector vector = store.vector(slice, v);
    for (std::uint32_t lane = 0; lane < vector.elements; ++lane) {
      const Activation& activation = vector.lanes[lane];
      if (activation.value == 0) continue;
      lanes.push_back({activation.value, vector.lanes[lane].key, activation.position});
    }
  }
  return lanes;
}

workload::Conv2d one_row(std::uint32_t width) {
  workload::Conv2d conv;
  conv.width = width;
  return conv;
}

/// A layer whose plane is the tile of the only PE.
struct Whole {
  explicit Whole(const workload::Conv2d& conv, std::uint32_t lanes = 4)
      : layer{layer_of(conv)},
        tiling{conv, planar(1, 1)},
        params{test::params_of(planar(1, 1))},
        keys{layer.phases, tiling.footprint_size().width} {
    params.pe.i = lanes;
  }

  ActivationStore store(const std::vector<std::int16_t>& image) {
    return store_of(params, layer, tiling, 0, image, keys);
  }
  std::uint64_t stored(const std::vector<std::int16_t>& image) const {
    return InputBlocks{params, layer.conv, layer.lattices(), {tiling}, image.data()}.stored(0, 0);
  }

  ConvLayer layer;
  Tiling tiling;
  Params params;
  FootKeys keys;
};

/// Checks the lanes of one slice: values, positions and, with a block of all taps, addresses.
void check_slice(const ConvLayer& layer, const Tiling& tiling, std::uint32_t pe,
                 const std::vector<std::int16_t>& image, const ActivationStore& store,
                 const FootKeys& keys, const WeightBlock& block) {
  const workload::Conv2d& conv = layer.conv;
  const std::uint32_t slice = block.slice();
  const Phase& phase = layer.phases[slice % layer.phases.size()];
  const Rect footprint = tiling.footprint(pe);
  const auto expected =
      nonzeros_of(conv, phase, tiling.input(pe), image, slice / layer.phases.size());
  const auto lanes = lanes_of(store, slice);
  REQUIRE(lanes.size() == expected.size());
  for (std::size_t n = 0; n < lanes.size(); ++n) {
    CHECK(lanes[n].value == expected[n].value);
    CHECK(lanes[n].position == expected[n].position);
    for (std::uint32_t e = 0; e < phase.taps.size(); ++e) {
      const std::uint32_t tap = phase.taps[e].index;
      const auto p = test::meets_in_row(conv, expected[n].y, tap / conv.filter_width);
      const auto q = test::meets_in_col(conv, expected[n].x, tap % conv.filter_width);
      REQUIRE((p && q));
      const auto address =
          static_cast<std::int32_t>(keys.key(lanes[n].key).offset + block.offsets()[e]);
      CHECK(address == (*p - footprint.y0) * footprint.width() + *q - footprint.x0);
    }
  }
}

}  // namespace

TEST_CASE("the address of every product is the position of its output in the PE's footprint") {
  const std::uint64_t seed = GENERATE(range(0, 60));
  const std::uint32_t density = GENERATE(50U, 600U, 1000U);
  core::RandomStream random{seed, "store"};
  const auto conv = test::random_strided_conv(random);
  const ConvLayer layer = layer_of(conv);
  const Grid grid = planar(test::between(random, 1, 6), test::between(random, 1, 6));
  const Tiling tiling{conv, grid};
  const auto image =
      test::random_values(random, std::size_t{conv.channels} * conv.height * conv.width, density);
  const FootprintSize footprint = tiling.footprint_size();
  FootKeys keys{layer.phases, footprint.width};
  const BankMap banks{HashKind::linear, 32, 1, footprint.height, footprint.width};
  const Placement placement{layer.phases, keys, banks, footprint, 4, false};
  CAPTURE(seed, density);
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    const auto store = store_of(test::params_of(grid), layer, tiling, pe, image, keys);
    REQUIRE(store.slices() == layer.slices());
    for (std::uint32_t slice = 0; slice < layer.slices(); ++slice) {
      const std::size_t taps = layer.phases[slice % layer.phases.size()].taps.size();
      const WeightBlock dense{placement, slice,
                              std::vector<tensor::RunLengthElement>(taps, {1, 0})};
      check_slice(layer, tiling, pe, image, store, keys, dense);
    }
  }
}

TEST_CASE("vectors are full but for the last of a channel, and slices never share one") {
  const std::uint32_t i = GENERATE(1U, 3U, 4U, 8U);
  workload::Conv2d conv = one_row(11);
  conv.channels = 2;
  std::vector<std::int16_t> image(22, 1);
  image[3] = 0;  // ten non-zeros in the first channel, eleven in the second
  Whole whole{conv, i};
  const ActivationStore store = whole.store(image);
  REQUIRE(store.vectors(0) == (10 + i - 1) / i);
  REQUIRE(store.vectors(1) == (11 + i - 1) / i);
  CHECK(whole.stored(image) == 21);
  CHECK(store.vector(0, 0).elements == i);
  CHECK(store.vector(0, store.vectors(0) - 1).elements == (10 - 1) % i + 1);
  CHECK(store.vector(1, 0).elements == i);
  CHECK(store.vector(1, store.vectors(1) - 1).elements == (11 - 1) % i + 1);
}

TEST_CASE("a placeholder takes a lane and a stored value but is no non-zero") {
  const auto conv = one_row(40);
  std::vector<std::int16_t> image(40);
  image[0] = 5;
  image[36] = 6;  // 35 zeros between: two placeholders
  Whole whole{conv};
  const ActivationStore store = whole.store(image);
  CHECK(whole.stored(image) == 4);
  REQUIRE(store.vectors(0) == 1);
  const ActivationVector vector = store.vector(0, 0);
  CHECK(vector.elements == 4);
  CHECK(store.nonzeros(0) == 2);
  CHECK(vector.lanes[1].value == 0);
  CHECK(vector.lanes[3].value == 6);
  CHECK(vector.lanes[3].position == 36);
}

TEST_CASE("a tile without inputs, and a channel of zeros, have no vectors") {
  workload::Conv2d conv = one_row(3);
  conv.channels = 2;
  const std::vector<std::int16_t> image{0, 0, 0, 1, 0, 0};
  Whole whole{conv};
  const ActivationStore store = whole.store(image);
  CHECK(store.vectors(0) == 0);
  CHECK(store.vectors(1) == 1);
  const Grid grid = planar(2, 1);  // for one row of inputs
  FootKeys keys{whole.layer.phases, 3};
  const ActivationStore nothing =
      store_of(test::params_of(grid), whole.layer, Tiling{conv, grid}, 1, image, keys);
  CHECK(nothing.vectors(0) == 0);
  CHECK(nothing.vectors(1) == 0);
}

TEST_CASE("as many different places as a block may have elements keep their keys apart") {
  workload::Conv2d conv;
  conv.height = 257;
  conv.width = 255;
  std::vector<std::int16_t> image(std::size_t{257} * 255);
  image.back() = 1;
  Whole whole{conv};
  const ActivationStore store = whole.store(image);
  const ActivationVector last = store.vector(0, store.vectors(0) - 1);
  CHECK(whole.keys.size() == 65535 + 1);  // and that of nothing
  CHECK(last.lanes[last.elements - 1].position == 65534);
  CHECK(whole.keys.key(last.lanes[last.elements - 1].key).offset == 65534);
}

TEST_CASE("a slice's totals and its decoded tile hold what its vectors hold") {
  workload::Conv2d conv;
  conv.channels = 3;
  conv.height = 5;
  conv.width = 6;
  std::vector<std::int16_t> image(90);
  for (std::size_t i = 0; i < 30; ++i) image[i] = static_cast<std::int16_t>(i + 1);  // full
  image[33] = 7;                                                                     // nearly empty
  const ActivationStore store = Whole{conv}.store(image);
  CHECK(store.elements(0) == 30);
  CHECK(store.nonzeros(0) == 30);
  CHECK(store.nonzeros(1) == 1);
  CHECK(store.elements(2) == 0);
  REQUIRE(store.tile(0) != nullptr);
  for (std::size_t i = 0; i < 32; ++i) CHECK(store.tile(0)[i] == (i < 30 ? image[i] : 0));
  CHECK(store.tile(1) == nullptr);
  CHECK(store.tile(2) == nullptr);
}

TEST_CASE("where zero activations are not skipped, they take lanes, and no value has an index") {
  const auto conv = one_row(40);
  std::vector<std::int16_t> image(40);
  image[36] = 6;
  Whole whole{conv};
  whole.params.skip = Skip::weights;
  const ActivationStore store = whole.store(image);
  CHECK(whole.stored(image) == 40);
  CHECK(store.vectors(0) == 10);
  CHECK(store.elements(0) == 40);
  CHECK(store.nonzeros(0) == 1);
  CHECK(store.vector(0, 9).lanes[0].position == 36);
  CHECK(store.vector(0, 9).lanes[0].value == 6);
}

TEST_CASE("inputs of a phase that has no taps are stored nowhere") {
  workload::Conv2d conv = one_row(9);
  conv.stride_x = 3;  // under a 1 x 1 kernel
  const std::vector<std::int16_t> image{1, 2, 3, 4, 5, 6, 7, 8, 9};
  const auto lanes = lanes_of(Whole{conv}.store(image), 0);
  REQUIRE(lanes.size() == 3);
  CHECK(lanes[1].value == 4);
  CHECK(lanes[2].value == 7);
  CHECK(lanes[2].position == 2);
}

TEST_CASE("vectors are filled up with what has no products, and so are skipped placeholders") {
  const auto conv = one_row(40);
  std::vector<std::int16_t> image(40);
  image[20] = 6;  // behind a placeholder
  const ActivationStore store = Whole{conv}.store(image);
  REQUIRE(store.elements(0) == 2);
  const ActivationVector vector = store.vector(0, 0);
  CHECK(vector.lanes[0].key == FootKeys::nothing);
  CHECK(vector.lanes[1].key != FootKeys::nothing);
  CHECK(vector.lanes[2].key == FootKeys::nothing);
  CHECK(vector.lanes[3].key == FootKeys::nothing);
}
