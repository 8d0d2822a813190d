// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "arch/planar/grid.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::planar {

/// A layer as a grid of PEs sees it: always a convolution. A GEMM is one of 1 x 1 taps with k
/// channels and n filters; its m rows are laid out as a plane, row by row: one that the PE grid
/// cuts into the smallest tiles, with as few positions above m, which are empty, as possible.
struct PlaneLayer {
  workload::Conv2d conv;

  PlaneLayer(const workload::Layer& layer, const Grid& grid);

  bool is_gemm() const { return gemm_; }
  /// Of a GEMM: [filters][channels][1][1], as of a convolution.
  tensor::Tensor<std::int16_t> weights_of_gemm(const tensor::Tensor<std::int16_t>& weights) const;
  /// The same: [1][channels][height][width].
  tensor::Tensor<std::int16_t> activations_of_gemm(
      const tensor::Tensor<std::int16_t>& activations) const;
  /// An image's outputs [filters][height][width] written to their place in the layer's tensor.
  void place_outputs(const std::vector<std::int16_t>& image, std::size_t number,
                     tensor::Tensor<std::int16_t>& outputs) const;
  /// Runs the images of an invocation one by one. `run` gets an image's number and activations
  /// [channels][height][width] and returns its outputs [filters][height][width]. `activations` and
  /// `outputs` are as the workload has them.
  void for_each_image(const tensor::Tensor<std::int16_t>& activations,
                      tensor::Tensor<std::int16_t>& outputs,
                      const std::function<std::vector<std::int16_t>(
                          std::size_t number, const std::int16_t* activations)>& run) const;
  /// The reverse of place_outputs, for a mask.
  std::vector<std::int16_t> image_of(const tensor::Tensor<std::int16_t>& outputs,
                                     std::size_t number) const;

 private:
  bool gemm_ = false;
  std::uint32_t positions_ = 0;  // of a GEMM: m
};

/// Why a machine of that name cannot run planes of this extent, in words; "" if it can.
std::string extent_refusal(std::string_view machine, const workload::Conv2d& conv);

}  // namespace gossamer::arch::planar
