// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_stream.hpp"

#include "arch/scnn/random_conv.hpp"
#include "support/catch.hpp"
#include "tensor/run_length.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;

namespace {

/// What a decoder makes of a stream.
struct Decoded {
  tensor::Tensor<std::int16_t> weights;
  std::size_t bytes = 0;
  std::uint32_t most_elements = 0;
  std::size_t placeholders = 0;
};

Decoded decode(const workload::Conv2d& conv, const std::vector<OutputGroup>& groups,
               const WeightStream& stream, const Params& params) {
  const std::size_t taps = std::size_t{conv.filter_height} * conv.filter_width;
  const std::size_t channels = conv.channels / conv.groups;
  Decoded result;
  result.weights =
      tensor::Tensor<std::int16_t>{{conv.filters, channels, conv.filter_height, conv.filter_width}};
  for (const OutputGroup& group : groups) {
    for (std::size_t c = 0; c < channels; ++c) {
      std::vector<tensor::RunLengthElement> block;
      tensor::unpack_run_length(stream.bytes, result.bytes, params.run_bits, block);
      const auto dense =
          tensor::run_length_decode(block.data(), block.size(), group.filters * taps);
      for (std::size_t n = 0; n < dense.size(); ++n) {
        const std::size_t filter = group.first_filter + n / taps;
        result.weights.data[(filter * channels + c) * taps + n % taps] = dense[n];
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
  const auto conv = test::random_conv(random);
  const auto weights = test::random_weights(random, conv, density);
  const auto groups = output_groups(conv, test::between(random, 1, 4));
  CAPTURE(seed, density, params.run_bits);
  const WeightStream stream = encode_weights(conv, groups, weights, params);
  const Decoded decoded = decode(conv, groups, stream, params);
  CHECK(decoded.weights == weights);
  CHECK(decoded.bytes == stream.bytes.size());
  CHECK(decoded.most_elements == stream.most_elements);
  CHECK(stream.most_bytes == tensor::packed_bytes(stream.most_elements, params.run_bits));
}

TEST_CASE("a run across kernels that is too long for an index takes placeholders") {
  workload::Conv2d conv;
  conv.filters = 8;
  conv.filter_height = conv.filter_width = 3;
  conv.height = conv.width = 3;
  tensor::Tensor<std::int16_t> weights{{8, 1, 3, 3}};
  weights.data.front() = 5;
  weights.data.back() = -7;  // 70 zeros between them
  const auto groups = output_groups(conv, 8);
  const WeightStream stream = encode_weights(conv, groups, weights, Params{});
  const Decoded decoded = decode(conv, groups, stream, Params{});
  CHECK(decoded.weights == weights);
  CHECK(decoded.placeholders == 4);  // 4 x 16 zeros, then a run of 6
  CHECK(stream.most_elements == 6);
}

TEST_CASE("a channel without weights is two bytes: a count of zero") {
  workload::Conv2d conv;
  conv.channels = 3;
  conv.filters = 2;
  const tensor::Tensor<std::int16_t> weights{{2, 3, 1, 1}};
  const WeightStream stream = encode_weights(conv, output_groups(conv, 2), weights, Params{});
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
  const auto groups = output_groups(conv, 1);
  const WeightStream stream = encode_weights(conv, groups, weights, Params{});
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
  const auto groups = output_groups(conv, 4);
  REQUIRE(groups.size() == 6);
  const auto check = [&](std::size_t n, std::uint32_t channel, std::uint32_t filter,
                         std::uint32_t filters) {
    CHECK(groups[n].first_channel == channel);
    CHECK(groups[n].first_filter == filter);
    CHECK(groups[n].filters == filters);
  };
  check(0, 0, 0, 4);
  check(1, 0, 4, 4);
  check(2, 0, 8, 2);
  check(3, 3, 10, 4);
  check(5, 3, 18, 2);
}
