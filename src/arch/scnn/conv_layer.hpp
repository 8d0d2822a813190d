// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/phases.hpp"
#include "arch/scnn/tiling.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// A layer as this machine sees it: always a convolution. A GEMM is one of 1 x 1 taps with k
/// channels and n filters; its m rows are laid out as a plane, row by row: one that the PE grid
/// cuts into the smallest tiles, with as few positions above m, which are empty, as possible.
struct ConvLayer {
  workload::Conv2d conv;
  Phases phases;

  ConvLayer(const workload::Layer& layer, const Grid& grid);

  /// Blocks of one image's inputs, and of a filter's weights: one per channel and phase.
  std::uint32_t slices() const { return conv.channels * phases.size(); }
  std::uint32_t slices_per_group() const { return slices() / conv.groups; }

  bool is_gemm() const { return gemm_; }
  /// Of a GEMM: [filters][channels][1][1], as of a convolution.
  tensor::Tensor<std::int16_t> weights_of_gemm(const tensor::Tensor<std::int16_t>& weights) const;
  /// The same: [1][channels][height][width].
  tensor::Tensor<std::int16_t> activations_of_gemm(
      const tensor::Tensor<std::int16_t>& activations) const;
  /// An image's outputs [filters][height][width] written to their place in the layer's tensor.
  void place_outputs(const std::vector<std::int16_t>& image, std::size_t number,
                     tensor::Tensor<std::int16_t>& outputs) const;
  /// The reverse, for a mask.
  std::vector<std::int16_t> image_of(const tensor::Tensor<std::int16_t>& outputs,
                                     std::size_t number) const;

 private:
  bool gemm_ = false;
  std::uint32_t positions_ = 0;  // of a GEMM: m
};

}  // namespace gossamer::arch::scnn
