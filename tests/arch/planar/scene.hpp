// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/planar/grid.hpp"
#include "workload/layer.hpp"

namespace gossamer::test {

/// A square plane under a square kernel with equal pads.
inline workload::Conv2d square(std::uint32_t size, std::uint32_t kernel, std::uint32_t pad) {
  workload::Conv2d conv;
  conv.height = conv.width = size;
  conv.filter_height = conv.filter_width = kernel;
  conv.pad_top = conv.pad_bottom = conv.pad_left = conv.pad_right = pad;
  return conv;
}

inline arch::planar::Grid planar(std::uint32_t rows, std::uint32_t cols) {
  return {rows, cols, arch::planar::Mapping::planar};
}

inline arch::planar::Grid by_channels(std::uint32_t rows, std::uint32_t cols) {
  return {rows, cols, arch::planar::Mapping::channel};
}

/// Every PE has all inputs of its outputs.
inline arch::planar::Grid with_input_halos(std::uint32_t rows, std::uint32_t cols) {
  return {rows, cols, arch::planar::Mapping::planar, arch::planar::Halo::inputs};
}

}  // namespace gossamer::test
