// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/dcnn/parameters.hpp"
#include "support/layers.hpp"

namespace gossamer::test {

inline std::uint64_t ceil_div(std::uint64_t a, std::uint64_t b) {
  return (a + b - 1) / b;
}

/// A dense layer without pads whose output plane is grid x grid tiles of `tile` x `tile`.
struct DenseCase {
  std::uint32_t grid;
  std::uint32_t tile;
  std::uint32_t channels;
  std::uint32_t filters;
  std::uint32_t kernel;

  workload::Layer layer() const {
    auto layer = conv_layer(channels, grid * tile + kernel - 1, filters, kernel, 0, 1.0, 1.0);
    layer.output_density.reset();
    return layer;
  }
  arch::dcnn::Params params() const {
    arch::dcnn::Params params;
    params.pe.rows = params.pe.cols = grid;
    params.iaram_kib = params.oaram_kib = 1024;
    return params;
  }
  std::uint64_t pes() const { return std::uint64_t{grid} * grid; }
  std::uint64_t positions() const { return std::uint64_t{tile} * tile; }
  std::uint64_t chunks() const { return ceil_div(std::uint64_t{channels} * kernel * kernel, 16); }
  std::uint64_t compute_edges() const { return filters * chunks() * positions(); }
};

}  // namespace gossamer::test
