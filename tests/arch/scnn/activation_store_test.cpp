// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/activation_store.hpp"

#include "arch/scnn/random_conv.hpp"
#include "arch/scnn/weight_block.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;

namespace {

/// The tile's positions of one channel that the store must hold non-zeros for, in order.
struct Placed {
  std::int32_t y;
  std::int32_t x;
  std::int16_t value;
};

std::vector<Placed> nonzeros_of(const workload::Conv2d& conv, const Rect& tile,
                                const std::vector<std::int16_t>& image, std::uint32_t channel) {
  std::vector<Placed> placed;
  for (std::int32_t y = tile.y0; y < tile.y1; ++y) {
    for (std::int32_t x = tile.x0; x < tile.x1; ++x) {
      const std::size_t at =
          (std::size_t{channel} * conv.height + static_cast<std::size_t>(y)) * conv.width +
          static_cast<std::size_t>(x);
      if (image[at] != 0) placed.push_back({y, x, image[at]});
    }
  }
  return placed;
}

/// The lanes of a channel that hold no placeholder, in order.
struct Lane {
  std::int16_t value;
  std::uint32_t key;
  std::uint32_t position;
};

std::vector<Lane> lanes_of(const ActivationStore& store, std::uint32_t channel) {
  std::vector<Lane> lanes;
  for (std::uint32_t v = store.begin(channel); v < store.begin(channel + 1); ++v) {
    const ActivationVector vector = store.vector(v);
    for (std::uint32_t lane = 0; lane < vector.elements; ++lane) {
      if (vector.values[lane] == 0) continue;
      lanes.push_back({vector.values[lane], vector.keys[lane], vector.positions[lane]});
    }
  }
  return lanes;
}

workload::Conv2d one_row(std::uint32_t width) {
  workload::Conv2d conv;
  conv.width = width;
  return conv;
}

Rect whole(const workload::Conv2d& conv) {
  return {0, static_cast<std::int32_t>(conv.height), 0, static_cast<std::int32_t>(conv.width)};
}

}  // namespace

TEST_CASE("the address of every product is the position of its output in the PE's footprint") {
  const std::uint64_t seed = GENERATE(range(0, 60));
  const std::uint32_t density = GENERATE(50U, 600U, 1000U);
  core::RandomStream random{seed, "store"};
  const auto conv = test::random_conv(random);
  const Tiling tiling{conv, test::between(random, 1, 6), test::between(random, 1, 6)};
  const auto image =
      test::random_values(random, std::size_t{conv.channels} * conv.height * conv.width, density);
  FootKeys keys{conv, tiling.footprint_width()};
  const BankMap banks{HashKind::linear, 32, 1, tiling.footprint_height(), tiling.footprint_width()};
  const Placement placement{conv, keys, banks, tiling.footprint_height(), tiling.footprint_width(),
                            4};
  const std::vector<tensor::RunLengthElement> dense_kernel(
      std::size_t{conv.filter_height} * conv.filter_width, {1, 0});
  const WeightBlock block{placement, 0, dense_kernel};
  CAPTURE(seed, density);
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    const ActivationStore store{Params{}, conv, tiling.input(pe), image.data(), keys};
    const Rect footprint = tiling.footprint(pe);
    const Rect tile = tiling.input(pe);
    for (std::uint32_t c = 0; c < conv.channels; ++c) {
      const auto expected = nonzeros_of(conv, tiling.input(pe), image, c);
      const auto lanes = lanes_of(store, c);
      REQUIRE(lanes.size() == expected.size());
      for (std::size_t n = 0; n < lanes.size(); ++n) {
        CHECK(lanes[n].value == expected[n].value);
        for (std::uint32_t e = 0; e < dense_kernel.size(); ++e) {
          const auto r = static_cast<std::int32_t>(e / conv.filter_width);
          const auto s = static_cast<std::int32_t>(e % conv.filter_width);
          const std::int32_t p = expected[n].y + static_cast<std::int32_t>(conv.pad_top) - r;
          const std::int32_t q = expected[n].x + static_cast<std::int32_t>(conv.pad_left) - s;
          const auto address =
              static_cast<std::int32_t>(keys.key(lanes[n].key).offset + block.offsets()[e]);
          CHECK(address == (p - footprint.y0) * footprint.width() + q - footprint.x0);
        }
        const std::int32_t in_tile =
            (expected[n].y - tile.y0) * tile.width() + expected[n].x - tile.x0;
        CHECK(lanes[n].position == static_cast<std::uint32_t>(in_tile));
      }
    }
  }
}

TEST_CASE("vectors are full but for the last of a channel, and channels never share one") {
  Params params;
  params.pe.i = GENERATE(1U, 3U, 4U, 8U);
  workload::Conv2d conv = one_row(11);
  conv.channels = 2;
  std::vector<std::int16_t> image(22, 1);
  image[3] = 0;  // ten non-zeros in the first channel, eleven in the second
  FootKeys keys{conv, 11};
  const ActivationStore store{params, conv, whole(conv), image.data(), keys};
  const std::uint32_t i = params.pe.i;
  CHECK(store.begin(0) == 0);
  CHECK(store.begin(1) == (10 + i - 1) / i);
  CHECK(store.begin(2) == store.begin(1) + (11 + i - 1) / i);
  CHECK(store.stored() == 21);
  CHECK(store.vector(0).elements == i);
  CHECK(store.vector(store.begin(1) - 1).elements == (10 - 1) % i + 1);
  CHECK(store.vector(store.begin(2) - 1).elements == (11 - 1) % i + 1);
}

TEST_CASE("a placeholder takes a lane and a stored value but is no non-zero") {
  const auto conv = one_row(40);
  std::vector<std::int16_t> image(40);
  image[0] = 5;
  image[36] = 6;  // 35 zeros between: two placeholders
  FootKeys keys{conv, 40};
  const ActivationStore store{Params{}, conv, whole(conv), image.data(), keys};
  CHECK(store.stored() == 4);
  REQUIRE(store.begin(1) == 1);
  const ActivationVector vector = store.vector(0);
  CHECK(vector.elements == 4);
  CHECK(vector.nonzeros == 2);
  CHECK(vector.values[1] == 0);
  CHECK(vector.values[3] == 6);
  CHECK(vector.positions[3] == 36);
}

TEST_CASE("a tile without inputs, and a channel of zeros, have no vectors") {
  workload::Conv2d conv = one_row(3);
  conv.channels = 2;
  const std::vector<std::int16_t> image{0, 0, 0, 1, 0, 0};
  FootKeys keys{conv, 3};
  const ActivationStore store{Params{}, conv, whole(conv), image.data(), keys};
  CHECK(store.begin(1) == 0);
  CHECK(store.begin(2) == 1);
  const ActivationStore nothing{Params{}, conv, {1, 1, 0, 3}, image.data(), keys};
  CHECK(nothing.stored() == 0);
  CHECK(nothing.begin(2) == 0);
}

TEST_CASE("more than 65,536 different places keep their keys apart") {
  workload::Conv2d conv;
  conv.height = 300;
  conv.width = 300;
  std::vector<std::int16_t> image(std::size_t{300} * 300);
  FootKeys keys{conv, 300};
  for (std::int32_t n = 0; n < 66000; ++n) keys.number(n / 300, n % 300, 0, 0);
  image.back() = 1;
  const ActivationStore store{Params{}, conv, whole(conv), image.data(), keys};
  const ActivationVector last = store.vector(store.begin(1) - 1);
  CHECK(keys.key(last.keys[last.elements - 1]).offset == 300 * 300 - 1);
}

TEST_CASE("a channel's totals and its decoded tile hold what its vectors hold") {
  workload::Conv2d conv;
  conv.channels = 3;
  conv.height = 5;
  conv.width = 6;
  std::vector<std::int16_t> image(90);
  for (std::size_t i = 0; i < 30; ++i) image[i] = static_cast<std::int16_t>(i + 1);  // full
  image[33] = 7;                                                                     // nearly empty
  FootKeys keys{conv, 6};
  const ActivationStore store{Params{}, conv, whole(conv), image.data(), keys};
  CHECK(store.elements(0) == 30);
  CHECK(store.nonzeros(0) == 30);
  CHECK(store.nonzeros(1) == 1);
  CHECK(store.elements(2) == 0);
  REQUIRE(store.tile(0) != nullptr);
  for (std::size_t i = 0; i < 32; ++i) CHECK(store.tile(0)[i] == (i < 30 ? image[i] : 0));
  CHECK(store.tile(1) == nullptr);
  CHECK(store.tile(2) == nullptr);
}
