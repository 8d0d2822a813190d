// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "arch/pe_array/mapping.hpp"
#include "core/random.hpp"
#include "numerics/vsq/post_processing.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::arch::pe_array {

/// A machine of any kind, small enough that layers of a few thousand values stretch its buffers.
inline Params random_params(core::RandomStream& random) {
  const auto one_of = [&](std::initializer_list<std::uint32_t> values) {
    return *(values.begin() + random.below(values.size()));
  };
  Params params;
  params.pe.count = one_of({1, 2, 4, 6});
  params.pe.lanes = one_of({1, 4, 16, 24});
  params.pe.vector = one_of({2, 4, 16, 32});
  params.pe.accumulators = 2 * params.pe.lanes * one_of({1, 5, 16, 40});
  params.pe.weight_elements = 2 * params.pe.lanes * params.pe.vector * one_of({9, 20, 200});
  params.pe.input_elements = 2 * params.pe.vector * one_of({9, 40, 400});
  params.pe.collector_depth = one_of({1, 4, 16});
  params.weights = {one_of({2, 3, 4, 6, 8, 16}), one_of({0, 3, 4, 6, 10})};
  params.activations = {one_of({2, 4, 5, 8, 16}), one_of({0, 3, 4, 10})};
  params.scale_product_bits = one_of({0, 0, 4, 6});
  params.accumulator_bits = one_of({12, 16, 24, 24, 32, 40});
  params.edge_layer_bits = one_of({0, 8});
  params.dataflow = static_cast<Dataflow>(random.below(3));
  params.global_buffer.activation_elements =
      std::max(one_of({64, 1024, 4096, 1U << 20U}), staging_share * params.pe.input_elements);
  params.global_buffer.weight_elements =
      one_of({1, 1, 2, 3, 40}) * params.pe.weight_elements;  // 1: just what a PE holds
  params.network = {one_of({1, 3, 8}), one_of({1, 2})};
  params.ppu.width = one_of({1, 4, 16});
  params.quantization.scale_order = static_cast<ScaleOrder>(random.below(2));
  params.dram.outstanding = one_of({4, 128});
  params.dram.burst_bytes = one_of({32, 64});
  return params;
}

inline ConvShape random_shape(core::RandomStream& random) {
  const auto up_to = [&](std::uint32_t most) { return 1 + random.below(most); };
  ConvShape shape;
  shape.batch = up_to(2);
  shape.groups = random.below(3) == 0 ? up_to(4) : 1;
  shape.channels = shape.groups * up_to(40);
  shape.filters = shape.groups * up_to(shape.groups > 1 ? 6 : 40);
  shape.filter_height = up_to(4);
  shape.filter_width = up_to(4);
  shape.stride_y = up_to(3);
  shape.stride_x = up_to(3);
  shape.dilation_y = up_to(2);
  shape.dilation_x = up_to(2);
  shape.pad_top = random.below(shape.filter_height);
  shape.pad_left = random.below(shape.filter_width);
  shape.height = (shape.filter_height - 1) * shape.dilation_y + up_to(12);
  shape.width = (shape.filter_width - 1) * shape.dilation_x + up_to(12);
  const std::size_t bottom = random.below(shape.filter_height);
  const std::size_t right = random.below(shape.filter_width);
  shape.out_height =
      (shape.height + shape.pad_top + bottom - shape.dilation_y * (shape.filter_height - 1) - 1) /
          shape.stride_y +
      1;
  shape.out_width =
      (shape.width + shape.pad_left + right - shape.dilation_x * (shape.filter_width - 1) - 1) /
          shape.stride_x +
      1;
  return shape;
}

/// Codes and scales that a format can have; elements behind the last channel are 0.
inline numerics::vsq::Vectors random_vectors(std::size_t outer, std::size_t channels,
                                             std::size_t positions, std::size_t length,
                                             const numerics::vsq::OperandFormat& format,
                                             core::RandomStream& random) {
  numerics::vsq::Vectors vectors{outer, (channels + length - 1) / length, positions, length};
  const std::int32_t low = format.element.lowest();
  const std::int32_t high = format.element.highest();
  for (std::size_t o = 0; o < outer; ++o) {
    for (std::size_t c = 0; c < vectors.chunks; ++c) {
      for (std::size_t p = 0; p < positions; ++p) {
        const std::size_t at = vectors.index(o, c, p);
        for (std::size_t i = 0; i < length && c * length + i < channels; ++i) {
          if (random.below(3) == 0) continue;
          vectors.vector(at)[i] = static_cast<std::int16_t>(
              low +
              static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(high - low) + 1)));
        }
        if (format.has_scales()) {
          vectors.scales[at] = static_cast<std::uint16_t>(random.below(format.highest_scale() + 1));
        }
      }
    }
  }
  return vectors;
}

inline numerics::vsq::PostProcessing random_post_processing(const ConvShape& shape,
                                                            const LayerFormats& formats, bool relu,
                                                            core::RandomStream& random) {
  numerics::vsq::PostProcessing unit;
  for (std::size_t k = 0; k < shape.filters; ++k) {
    unit.rescale.push_back({32768 + random.below(32768), 12 + random.below(8)});
  }
  unit.subtract = static_cast<std::int32_t>(random.below(1000)) - 500;
  if (random.below(2) == 0) {
    for (std::size_t k = 0; k < shape.filters; ++k) {
      unit.bias.push_back(static_cast<std::int32_t>(random.below(20000)) - 10000);
    }
  }
  unit.relu = relu;
  unit.output = formats.output;
  unit.order = static_cast<numerics::vsq::ScaleOrder>(random.below(2));
  return unit;
}

}  // namespace gossamer::arch::pe_array
