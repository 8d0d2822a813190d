// SPDX-License-Identifier: Apache-2.0
#include "workload/shape_limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <limits>

namespace gossamer::workload {
namespace {

constexpr unsigned log2_of_most_elements = 40;
constexpr unsigned log2_of_most_macs = 60;

/// The product of factors that are not 0, or 2^64 - 1 if it does not fit.
std::uint64_t product(std::initializer_list<std::uint64_t> factors) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t result = 1;
  for (const std::uint64_t factor : factors) {
    if (result > most / factor) return most;
    result *= factor;
  }
  return result;
}

void check(ReaderBlock& layer, std::string_view what, std::uint64_t size, unsigned log2_of_most) {
  if (size <= std::uint64_t{1} << log2_of_most) return;
  layer.fault(layer.where(), what,
              fmt::format("more than 2^{}, which is the most allowed", log2_of_most));
}

}  // namespace

TensorSizes tensor_sizes(const Conv2d& conv) {
  const std::uint64_t channels = conv.channels / conv.groups;
  const std::uint64_t filter = product({channels, conv.filter_height, conv.filter_width});
  TensorSizes sizes;
  sizes.weights = product({conv.filters, filter});
  sizes.activations = product({conv.batch, conv.channels, conv.height, conv.width});
  sizes.outputs = product({conv.batch, conv.filters, conv.out_height(), conv.out_width()});
  sizes.macs = product({sizes.outputs, filter});
  return sizes;
}

TensorSizes tensor_sizes(const Gemm& gemm) {
  return {product({gemm.k, gemm.n}), product({gemm.m, gemm.k}), product({gemm.m, gemm.n}),
          product({gemm.m, gemm.n, gemm.k})};
}

bool within_limits(const TensorSizes& sizes) {
  return std::max({sizes.weights, sizes.activations, sizes.outputs}) <=
             std::uint64_t{1} << log2_of_most_elements &&
         sizes.macs <= std::uint64_t{1} << log2_of_most_macs;
}

void check_limits(ReaderBlock& layer, const TensorSizes& sizes) {
  check(layer, "number of weights", sizes.weights, log2_of_most_elements);
  check(layer, "number of activations", sizes.activations, log2_of_most_elements);
  check(layer, "number of outputs", sizes.outputs, log2_of_most_elements);
  check(layer, "number of multiply-accumulates", sizes.macs, log2_of_most_macs);
}

}  // namespace gossamer::workload
