// SPDX-License-Identifier: Apache-2.0
// Layers without zeros: every tap that falls on the plane is an effectual multiplication.
#include "arch/planar/random_conv.hpp"
#include "arch/scnn/layer_run.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using arch::scnn::Mapping;
using arch::scnn::Params;

namespace {

/// Pairs of output position and tap along an axis whose input exists.
std::uint64_t pairs(std::uint32_t outputs, std::uint32_t taps, std::uint32_t stride,
                    std::uint32_t dilation, std::uint32_t pad, std::uint32_t inputs) {
  std::uint64_t count = 0;
  for (std::uint32_t o = 0; o < outputs; ++o) {
    for (std::uint32_t t = 0; t < taps; ++t) {
      const std::int64_t input =
          std::int64_t{o} * stride + std::int64_t{t} * dilation - std::int64_t{pad};
      count += input >= 0 && input < inputs ? 1 : 0;
    }
  }
  return count;
}

std::uint64_t taps_inside(const workload::Conv2d& conv) {
  return std::uint64_t{conv.filters} * (conv.channels / conv.groups) *
         pairs(conv.out_height(), conv.filter_height, conv.stride_y, conv.dilation_y, conv.pad_top,
               conv.height) *
         pairs(conv.out_width(), conv.filter_width, conv.stride_x, conv.dilation_x, conv.pad_left,
               conv.width);
}

Params small_machine(Mapping mapping) {
  Params params;
  params.pe.rows = 2;
  params.pe.cols = 2;
  params.mapping = mapping;
  return params;
}

}  // namespace

TEST_CASE("a dense layer has as many effectual MACs as taps fall on the plane") {
  const auto stride = GENERATE(range(1U, 5U));
  const auto pad = GENERATE(range(0U, 4U));
  const auto mapping = GENERATE(Mapping::planar, Mapping::channel);
  for (const std::uint32_t kernel : {1U, 3U, 5U, 7U}) {
    for (const std::uint32_t groups : {1U, 2U}) {
      auto layer = test::conv_layer(2, 9, 2, kernel, pad, 1.0, 1.0);
      auto& conv = test::conv_of(layer);
      conv.width = 11;
      conv.groups = groups;
      conv.stride_y = stride;
      conv.stride_x = stride % 4 + 1;
      conv.pad_left = 3 - pad;
      conv.dilation_x = kernel < 5 ? 2 : 1;
      arch::SimulationOptions options;
      options.check = true;
      const auto record = arch::scnn::run_layer(small_machine(mapping), 1.0, layer, options);
      CAPTURE(stride, pad, kernel, groups, static_cast<int>(mapping));
      test::require_sound(record);
      CHECK(record.effectual_macs == taps_inside(conv));
    }
  }
}
