// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/foot_keys.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/scene.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using test::layer_of;
using test::planar;
using test::square;

namespace {

/// Whether input (y, x) meets a tap of its phase at one of the tiling's outputs.
bool in_outputs(const workload::Conv2d& conv, const Tiling& tiling, std::int32_t y, std::int32_t x,
                const Tap& tap) {
  const auto p = test::meets_in_row(conv, y, tap.index / conv.filter_width);
  const auto q = test::meets_in_col(conv, x, tap.index % conv.filter_width);
  REQUIRE((p && q));
  const Rect& outputs = tiling.outputs();
  return *p >= outputs.y0 && *p < outputs.y1 && *q >= outputs.x0 && *q < outputs.x1;
}

std::int32_t shifted(std::int32_t input, std::uint32_t pad, std::uint32_t stride) {
  return (input + static_cast<std::int32_t>(pad)) / static_cast<std::int32_t>(stride);
}

/// The inputs of a phase in a tile, row by row.
std::vector<std::pair<std::int32_t, std::int32_t>> inputs_of(const workload::Conv2d& conv,
                                                             const Phase& phase, const Rect& tile) {
  std::vector<std::pair<std::int32_t, std::int32_t>> inputs;
  for (std::int32_t y = tile.y0; y < tile.y1; ++y) {
    for (std::int32_t x = tile.x0; x < tile.x1; ++x) {
      if ((static_cast<std::uint32_t>(y) + conv.pad_top) % conv.stride_y == phase.row &&
          (static_cast<std::uint32_t>(x) + conv.pad_left) % conv.stride_x == phase.col) {
        inputs.emplace_back(y, x);
      }
    }
  }
  return inputs;
}

void check_keys(const ConvLayer& layer, const Tiling& tiling, std::uint32_t pe, const Phase& phase,
                FootKeys& keys) {
  const workload::Conv2d& conv = layer.conv;
  const Rect tile = tiling.input(pe);
  const auto inputs = inputs_of(conv, phase, tile);
  const auto numbers = keys.numbers(tiling, pe, phase);
  REQUIRE(numbers.size() == inputs.size());
  for (std::size_t n = 0; n < inputs.size(); ++n) {
    const auto [y, x] = inputs[n];
    const FootKey& key = keys.key(numbers[n]);
    std::size_t wrong = 0;
    for (const Tap& tap : phase.taps) {
      wrong += (key.inside[tap.index] == 1) != in_outputs(conv, tiling, y, x, tap) ? 1 : 0;
    }
    CHECK(wrong == 0);
    const auto row =
        shifted(y, conv.pad_top, conv.stride_y) - shifted(tile.y0, conv.pad_top, conv.stride_y);
    const auto col =
        shifted(x, conv.pad_left, conv.stride_x) - shifted(tile.x0, conv.pad_left, conv.stride_x);
    CHECK(key.offset == static_cast<std::uint32_t>(row) * tiling.footprint_size().width +
                            static_cast<std::uint32_t>(col));
  }
}

}  // namespace

TEST_CASE("a key says of every tap whether its product is inside the outputs, for every input") {
  const std::uint64_t seed = GENERATE(range(0, 80));
  core::RandomStream random{seed, "keys"};
  const auto conv = test::random_strided_conv(random);
  const ConvLayer layer = layer_of(conv);
  const Grid grid = planar(test::between(random, 1, 8), test::between(random, 1, 8));
  const std::uint32_t rows = test::between(random, 1, 3);
  const TimeTile part = TimeTile::part(conv, random.below(rows), rows, 0, 1);
  if (part.outputs.empty() || part.inputs.empty()) return;
  const Tiling tiling{conv, grid, part};
  FootKeys keys{layer.phases, tiling.footprint_size().width};
  CAPTURE(seed);
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    for (std::uint32_t p = 0; p < layer.phases.size(); ++p) {
      check_keys(layer, tiling, pe, layer.phases[p], keys);
    }
  }
}

TEST_CASE(
    "a position that no tap brings inside the outputs has a key that says so, in either "
    "direction") {
  const auto conv = square(7, 5, 0);
  const ConvLayer layer = layer_of(conv);
  // Outputs 2 x 2: the seventh row and column meet none of them.
  const Tiling tiling{conv, planar(1, 1), TimeTile{{0, 7, 0, 7}, {0, 2, 0, 2}}};
  FootKeys keys{layer.phases, tiling.footprint_size().width};
  const auto numbers = keys.numbers(tiling, 0, layer.phases[0]);
  const FootKey corner = keys.key(numbers[5 * 7 + 5]);
  std::vector<std::uint8_t> last_tap(25);
  last_tap.back() = 1;
  CHECK(corner.inside == last_tap);
  for (const std::size_t position : {6 * 7 + 0, 0 * 7 + 6, 6 * 7 + 6}) {
    const FootKey none = keys.key(numbers[position]);
    CAPTURE(position);
    CHECK(none.inside == std::vector<std::uint8_t>(25));
  }
}

TEST_CASE("inputs at the same place of inner tiles share a key") {
  const auto conv = square(16, 3, 1);
  const ConvLayer layer = layer_of(conv);
  const Tiling tiling{conv, planar(4, 4)};  // tiles of 4 x 4
  FootKeys keys{layer.phases, 6};
  const auto of_pe = [&](std::uint32_t pe) { return keys.numbers(tiling, pe, layer.phases[0]); };
  REQUIRE(keys.size() == 1);  // of nothing
  const auto inner = of_pe(5);
  CHECK(keys.size() == 1 + 16);
  CHECK(of_pe(10) == inner);
  CHECK(keys.size() == 1 + 16);
  const auto corner = of_pe(0);  // at the rim some taps fall outside
  CHECK(keys.size() == 1 + 16 + 7);
  CHECK(corner[5] == inner[5]);
  CHECK(corner[0] != inner[0]);
}

TEST_CASE("the key of nothing keeps every tap out") {
  const ConvLayer layer = layer_of(square(16, 3, 1));
  const FootKeys keys{layer.phases, 6};
  CHECK(keys.key(FootKeys::nothing).inside == std::vector<std::uint8_t>(9));
}
