// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_stream.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/scene.hpp"
#include "support/catch.hpp"
#include "tensor/run_length.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using test::layer_of;

namespace {

/// What a decoder makes of a stream.
struct Decoded {
  tensor::Tensor<std::int16_t> weights;
  std::size_t bytes = 0;
  std::uint32_t most_elements = 0;
  std::size_t placeholders = 0;
};

Decoded decode(const ConvLayer& layer, const std::vector<OutputGroup>& groups,
               const WeightStream& stream, const Params& params) {
  const workload::Conv2d& conv = layer.conv;
  const std::size_t channels = conv.channels / conv.groups;
  Decoded result;
  result.weights =
      tensor::Tensor<std::int16_t>{{conv.filters, channels, conv.filter_height, conv.filter_width}};
  for (const OutputGroup& group : groups) {
    for (std::uint32_t slice = 0; slice < layer.slices_per_group(); ++slice) {
      const auto& taps = layer.phases[slice % layer.phases.size()].taps;
      const std::size_t c = slice / layer.phases.size();
      std::vector<tensor::RunLengthElement> block;
      tensor::unpack_run_length(stream.bytes, result.bytes, params.weight_run_bits(), block);
      const auto dense =
          tensor::run_length_decode(block.data(), block.size(), group.filters * taps.size());
      for (std::size_t n = 0; n < dense.size(); ++n) {
        const std::size_t filter = group.first_filter + n / taps.size();
        result.weights
            .data[(filter * channels + c) * layer.phases.taps() + taps[n % taps.size()].index] =
            dense[n];
      }
      for (const auto& element : block) result.placeholders += element.value == 0 ? 1 : 0;
      result.most_elements =
          std::max(result.most_elements, static_cast<std::uint32_t>(block.size()));
    }
  }
  return result;
}

}  // namespace

TEST_CASE("a weight stream decodes back to the weights, whatever the density and the index width") {
  const std::uint64_t seed = GENERATE(range(0, 20));
  const std::uint32_t density = GENERATE(0U, 20U, 400U, 1000U);
  Params params;
  params.run_bits = GENERATE(1U, 4U, 8U);
  core::RandomStream random{seed, "stream"};
  params.skip = static_cast<Skip>(random.below(3));
  const auto conv = test::random_strided_conv(random);
  const ConvLayer layer = layer_of(conv);
  const auto weights = test::random_weights(random, conv, density);
  const auto groups = output_groups(layer, test::between(random, 1, 4));
  CAPTURE(seed, density, params.run_bits, static_cast<int>(params.skip));
  const WeightStream stream = encode_weights(layer, groups, weights, params);
  const Decoded decoded = decode(layer, groups, stream, params);
  CHECK(decoded.weights == weights);
  CHECK(decoded.bytes == stream.bytes.size());
  CHECK(decoded.most_elements == stream.most_elements);
  CHECK(stream.most_bytes == tensor::packed_bytes(stream.most_elements, params.weight_run_bits()));
}

TEST_CASE("a run across kernels that is too long for an index takes placeholders") {
  workload::Conv2d conv;
  conv.filters = 8;
  conv.filter_height = conv.filter_width = 3;
  conv.height = conv.width = 3;
  tensor::Tensor<std::int16_t> weights{{8, 1, 3, 3}};
  weights.data.front() = 5;
  weights.data.back() = -7;  // 70 zeros between them
  const ConvLayer layer = layer_of(conv);
  const auto groups = output_groups(layer, 8);
  const WeightStream stream = encode_weights(layer, groups, weights, Params{});
  const Decoded decoded = decode(layer, groups, stream, Params{});
  CHECK(decoded.weights == weights);
  CHECK(decoded.placeholders == 4);  // 4 x 16 zeros, then a run of 6
  CHECK(stream.most_elements == 6);
}

TEST_CASE("a channel without weights is two bytes: a count of zero") {
  workload::Conv2d conv;
  conv.channels = 3;
  conv.filters = 2;
  const tensor::Tensor<std::int16_t> weights{{2, 3, 1, 1}};
  const ConvLayer layer = layer_of(conv);
  const WeightStream stream = encode_weights(layer, output_groups(layer, 2), weights, Params{});
  CHECK(stream.bytes == std::vector<std::uint8_t>(6));
  CHECK(stream.most_elements == 0);
  CHECK(stream.most_bytes == 2);
}

TEST_CASE("blocks stand in the order of groups, then channels") {
  workload::Conv2d conv;
  conv.channels = 2;
  conv.filters = 2;
  tensor::Tensor<std::int16_t> weights{{2, 2, 1, 1}};
  weights.data = {10, 20, 30, 40};  // [filter][channel]
  const ConvLayer layer = layer_of(conv);
  const auto groups = output_groups(layer, 1);
  const WeightStream stream = encode_weights(layer, groups, weights, Params{});
  std::vector<tensor::RunLengthElement> elements;
  std::size_t offset = 0;
  while (offset < stream.bytes.size()) {
    tensor::unpack_run_length(stream.bytes, offset, 4, elements);
  }
  CHECK(elements == std::vector<tensor::RunLengthElement>{{10, 0}, {20, 0}, {30, 0}, {40, 0}});
}

TEST_CASE(
    "output-channel groups never cross a convolution group, and the last one takes the rest") {
  workload::Conv2d conv;
  conv.channels = 6;
  conv.filters = 20;
  conv.groups = 2;
  const auto groups = output_groups(layer_of(conv), 4);
  REQUIRE(groups.size() == 6);
  const auto check = [&](std::size_t n, std::uint32_t slice, std::uint32_t filter,
                         std::uint32_t filters) {
    CHECK(groups[n].first_slice == slice);
    CHECK(groups[n].first_filter == filter);
    CHECK(groups[n].filters == filters);
  };
  check(0, 0, 0, 4);
  check(1, 0, 4, 4);
  check(2, 0, 8, 2);
  check(3, 3, 10, 4);
  check(5, 3, 18, 2);
}

TEST_CASE("the last group of each convolution group is the last use of its inputs") {
  workload::Conv2d conv;
  conv.channels = 6;
  conv.filters = 20;
  conv.groups = 2;
  conv.filter_width = 2;
  conv.stride_x = 2;  // two phases, so six slices a group
  conv.width = 4;
  std::vector<bool> last;
  std::vector<std::uint32_t> first_slices;
  for (const OutputGroup& group : output_groups(layer_of(conv), 4)) {
    last.push_back(group.last_of_its_inputs);
    first_slices.push_back(group.first_slice);
  }
  CHECK(last == std::vector<bool>{false, false, true, false, false, true});
  CHECK(first_slices == std::vector<std::uint32_t>{0, 0, 0, 6, 6, 6});
}

TEST_CASE("blocks of a channel stand phase by phase") {
  workload::Conv2d conv;
  conv.width = 6;
  conv.filter_width = 5;
  conv.stride_x = 2;
  tensor::Tensor<std::int16_t> weights{{1, 1, 1, 5}};
  weights.data = {1, 2, 3, 4, 5};
  const ConvLayer layer = layer_of(conv);
  const WeightStream stream = encode_weights(layer, output_groups(layer, 1), weights, Params{});
  std::vector<tensor::RunLengthElement> first;
  std::vector<tensor::RunLengthElement> second;
  std::size_t offset = 0;
  tensor::unpack_run_length(stream.bytes, offset, 4, first);
  tensor::unpack_run_length(stream.bytes, offset, 4, second);
  CHECK(first == std::vector<tensor::RunLengthElement>{{1, 0}, {3, 0}, {5, 0}});
  CHECK(second == std::vector<tensor::RunLengthElement>{{2, 0}, {4, 0}});
  CHECK(stream.most_elements == 3);
}

TEST_CASE("where zero weights are not skipped, all are stored, without indices") {
  workload::Conv2d conv;
  conv.filters = 2;
  conv.width = conv.filter_width = 3;
  Params params;
  params.skip = Skip::activations;
  const tensor::Tensor<std::int16_t> weights{{2, 1, 1, 3}};
  const ConvLayer layer = layer_of(conv);
  const WeightStream stream = encode_weights(layer, output_groups(layer, 2), weights, params);
  CHECK(stream.most_elements == 6);
  CHECK(stream.bytes.size() == 2 + 6 * 2);
}
