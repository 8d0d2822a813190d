// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/plane_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/ceil_div.hpp"

namespace gossamer::arch::planar {

using core::ceil_div;

namespace {

/// Rows of a plane of `positions`: no PE shall have more positions than it must, and few be empty.
std::uint32_t rows_of_plane(std::uint32_t positions, const Grid& grid) {
  if (grid.mapping == Mapping::channel) return 1;
  const auto cost = [&](std::uint32_t rows) {
    const std::uint32_t cols = ceil_div(positions, rows);
    return std::pair{ceil_div(rows, grid.rows) * ceil_div(cols, grid.cols), rows * cols};
  };
  std::uint32_t best = 1;
  for (std::uint32_t rows = 2; rows <= std::min(grid.rows, positions); ++rows) {
    if (cost(rows) < cost(best)) best = rows;
  }
  return best;
}

workload::Conv2d conv_of(const workload::Layer& layer, const Grid& grid) {
  if (const auto* conv = std::get_if<workload::Conv2d>(&layer.shape)) return *conv;
  const auto& gemm = std::get<workload::Gemm>(layer.shape);
  workload::Conv2d conv;
  conv.channels = gemm.k;
  conv.filters = gemm.n;
  conv.height = rows_of_plane(gemm.m, grid);
  conv.width = ceil_div(gemm.m, conv.height);
  return conv;
}

/// to[c][r] = from[r][c]; rows of `to` are `pitch` apart.
void transpose(const std::int16_t* from, std::size_t rows, std::size_t cols, std::int16_t* to,
               std::size_t pitch) {
  constexpr std::size_t strip = 32;  // rows at a time, so that neither side leaves the cache
  for (std::size_t first = 0; first < rows; first += strip) {
    for (std::size_t c = 0; c < cols; ++c) {
      for (std::size_t r = first; r < std::min(first + strip, rows); ++r) {
        to[c * pitch + r] = from[r * cols + c];
      }
    }
  }
}

}  // namespace

PlaneLayer::PlaneLayer(const workload::Layer& layer, const Grid& grid)
    : conv{conv_of(layer, grid)} {
  const auto* gemm = std::get_if<workload::Gemm>(&layer.shape);
  gemm_ = gemm != nullptr;
  if (gemm_) positions_ = gemm->m;
}

tensor::Tensor<std::int16_t> PlaneLayer::weights_of_gemm(
    const tensor::Tensor<std::int16_t>& weights) const {
  tensor::Tensor<std::int16_t> result{{conv.filters, conv.channels, 1, 1}};
  transpose(weights.data.data(), conv.channels, conv.filters, result.data.data(), conv.channels);
  return result;
}

tensor::Tensor<std::int16_t> PlaneLayer::activations_of_gemm(
    const tensor::Tensor<std::int16_t>& activations) const {
  tensor::Tensor<std::int16_t> result{{1, conv.channels, conv.height, conv.width}};
  transpose(activations.data.data(), positions_, conv.channels, result.data.data(),
            std::size_t{conv.height} * conv.width);
  return result;
}

void PlaneLayer::place_outputs(const std::vector<std::int16_t>& image, std::size_t number,
                               tensor::Tensor<std::int16_t>& outputs) const {
  if (!gemm_) {
    std::copy(image.begin(), image.end(),
              outputs.data.begin() + static_cast<std::ptrdiff_t>(number * image.size()));
    return;
  }
  const std::size_t plane = std::size_t{conv.height} * conv.width;
  for (std::size_t n = 0; n < conv.filters; ++n) {
    for (std::size_t m = 0; m < positions_; ++m) {
      outputs.data[m * conv.filters + n] = image[n * plane + m];
    }
  }
}

void PlaneLayer::for_each_image(
    const tensor::Tensor<std::int16_t>& activations, tensor::Tensor<std::int16_t>& outputs,
    const std::function<std::vector<std::int16_t>(std::size_t number,
                                                  const std::int16_t* activations)>& run) const {
  std::optional<tensor::Tensor<std::int16_t>> of_gemm;
  if (gemm_) of_gemm = activations_of_gemm(activations);
  const auto& images = of_gemm ? *of_gemm : activations;
  const std::size_t size = images.size() / conv.batch;
  for (std::size_t number = 0; number < conv.batch; ++number) {
    place_outputs(run(number, images.data.data() + number * size), number, outputs);
  }
}

std::vector<std::int16_t> PlaneLayer::image_of(const tensor::Tensor<std::int16_t>& outputs,
                                               std::size_t number) const {
  const std::size_t plane = std::size_t{conv.out_height()} * conv.out_width();
  const std::size_t size = conv.filters * plane;
  const auto from = outputs.data.begin() + static_cast<std::ptrdiff_t>(number * size);
  if (!gemm_) return {from, from + static_cast<std::ptrdiff_t>(size)};
  std::vector<std::int16_t> image(size);
  transpose(outputs.data.data(), positions_, conv.filters, image.data(), plane);
  return image;
}

std::string extent_refusal(std::string_view machine, const workload::Conv2d& conv) {
  constexpr std::uint32_t most_extent = 1U << 24U;  // keeps coordinates far inside 32 bits
  if (std::max({conv.height, conv.width, conv.out_height(), conv.out_width()}) <= most_extent) {
    return "";
  }
  return fmt::format("{0} computes planes of up to {1} x {1}", machine, most_extent);
}

}  // namespace gossamer::arch::planar
