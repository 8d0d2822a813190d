// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/multiplier_array.hpp"

#include "arch/scnn/bank_hash.hpp"
#include "random_conv.hpp"
#include "support/catch.hpp"
#include "tensor/run_length.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;

TEST_CASE("a block at once and vector by vector give the sums of the definition") {
  const std::uint64_t seed = GENERATE(range(0, 12));
  core::RandomStream random{seed, "multiplier array"};
  workload::Conv2d conv;
  conv.height = test::between(random, 1, 9);
  conv.width = test::between(random, 1, 9);
  conv.filter_height = conv.filter_width = 1 + random.below(3);
  conv.pad_top = conv.pad_bottom = conv.pad_left = conv.pad_right = conv.filter_height - 1;
  conv.filters = 3;
  const Tiling tiling{conv, 1, 1};
  const std::size_t taps = std::size_t{3} * conv.filter_height * conv.filter_width;
  const auto image = test::random_values(random, std::size_t{conv.height} * conv.width, 600);
  const auto dense = test::random_values(random, taps, 500);
  std::vector<tensor::RunLengthElement> elements;
  tensor::run_length_append(dense.data(), dense.size(), 15, elements);

  FootKeys keys{conv, tiling.footprint_width()};
  const ActivationStore store{Params{}, conv, tiling.input(0), image.data(), keys};
  const BankMap banks{HashKind::linear, 32, 3, tiling.footprint_height(), tiling.footprint_width()};
  const Placement placement{conv, keys, banks, tiling.footprint_height(), tiling.footprint_width(),
                            4};
  const WeightBlock block{placement, 0, elements};
  const auto& kernels = scatter_kernels(core::detected_cpu_level());

  Accumulators at_once{tiling, tiling.input(0), 3};
  MultiplierArray{store, at_once, kernels, 4}.multiply_block(block, 0, 0);
  Accumulators by_vector{tiling, tiling.input(0), 3};
  MultiplierArray array{store, by_vector, kernels, 4};
  for (std::uint32_t a = 0; a < store.begin(1); ++a) {
    for (std::uint32_t v = 0; v < block.vectors(); ++v) array.multiply_vectors(block, a, v, 0);
  }
  CAPTURE(seed);
  CHECK(at_once.read(0, 3) == by_vector.read(0, 3));

  for (std::size_t tap = 0; tap < taps; ++tap) {
    for (std::size_t position = 0; position < image.size(); ++position) {
      const std::int32_t product = (image[position] * dense[tap]) >> 4;
      CHECK(at_once.set(0)[tap * at_once.stride() + position] ==
            static_cast<std::uint32_t>(product));
    }
  }
}
