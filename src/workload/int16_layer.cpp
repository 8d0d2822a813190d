// SPDX-License-Identifier: Apache-2.0
#include "workload/int16_layer.hpp"

#include <algorithm>

#include "core/random.hpp"
#include "core/work_share.hpp"
#include "numerics/reference/sampled_sums.hpp"
#include "tensor/draw_distinct.hpp"
#include "workload/conv_form.hpp"
#include "workload/output_constant.hpp"
#include "workload/stream_name.hpp"

namespace gossamer::workload {

namespace {

using Int16Tensor = tensor::Tensor<std::int16_t>;

constexpr std::size_t sampled_outputs = 16384;

std::uint64_t most_nonzeros_of_a_filter(const Layer& layer, const Int16Tensor& weights) {
  // Weights of a GEMM are rows of one weight of each filter, else rows of all weights of one.
  const bool columns = std::holds_alternative<Gemm>(layer.shape);
  const std::size_t rows = weights.shape[0];
  const std::size_t size = weights.size() / rows;
  std::vector<std::uint64_t> counts(columns ? size : rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::int16_t* of_row = weights.data.data() + row * size;
    for (std::size_t i = 0; i < size; ++i) counts[columns ? i : row] += of_row[i] != 0 ? 1 : 0;
  }
  return *std::max_element(counts.begin(), counts.end());
}

bool meets_output_density(const Layer& layer) {
  return layer.relu && layer.output_density && layer.weights.generated() &&
         layer.activations.generated();
}

}  // namespace

numerics::Int16Arithmetic int16_arithmetic_of_masks(const Layer& layer,
                                                    const Int16Tensor& weights) {
  const core::WorkScope scope{core::Work::generation};
  numerics::Int16Arithmetic arithmetic;
  arithmetic.product_shift = layer.product_shift
                                 ? *layer.product_shift
                                 : numerics::default_product_shift(std::max<std::uint64_t>(
                                       1, most_nonzeros_of_a_filter(layer, weights)));
  arithmetic.output_shift = layer.output_shift;
  arithmetic.relu = layer.relu;
  return arithmetic;
}

numerics::Int16Arithmetic int16_arithmetic(const Layer& layer, const Int16Tensor& weights,
                                           const Int16Tensor& activations, std::size_t invocation,
                                           std::uint64_t seed) {
  const core::WorkScope scope{core::Work::generation};
  numerics::Int16Arithmetic arithmetic = int16_arithmetic_of_masks(layer, weights);
  if (!meets_output_density(layer)) return arithmetic;
  const ConvForm form(layer, weights, activations);
  core::RandomStream random(seed, stream_name(layer, "sampled outputs", invocation));
  const std::vector<std::size_t> indices =
      tensor::draw_distinct(form.shape().outputs(), sampled_outputs, random);
  const std::vector<std::int64_t> exact = numerics::reference::sampled_sums(
      form.shape(), form.weights(), form.activations(), arithmetic.product_shift, indices);
  std::vector<std::int32_t> sums(exact.size());
  std::transform(exact.begin(), exact.end(), sums.begin(), numerics::wrap24);
  arithmetic.subtract =
      output_constant(std::move(sums), *layer.output_density, arithmetic.output_shift);
  return arithmetic;
}

Int16Reference int16_reference(const Layer& layer, const Int16Tensor& weights,
                               const Int16Tensor& activations,
                               const numerics::Int16Arithmetic& arithmetic) {
  const core::WorkScope scope{core::Work::reference};
  const ConvForm form(layer, weights, activations);
  const std::vector<std::int64_t> sums = numerics::reference::conv2d_sums(
      form.shape(), form.weights(), form.activations(), arithmetic.product_shift);
  Int16Reference result{Int16Tensor(output_shape(layer))};
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const std::int32_t wrapped = numerics::wrap24(sums[i]);
    result.sums_outside_24_bits += wrapped != sums[i] ? 1 : 0;
    result.outputs.data[form.layer_index(i)] = arithmetic.output(wrapped);
  }
  return result;
}

std::uint64_t effectual_macs(const Layer& layer, const Int16Tensor& weights,
                             const Int16Tensor& activations) {
  const core::WorkScope scope{core::Work::reference};
  const ConvForm form(layer, weights, activations);
  return numerics::reference::effectual_macs(form.shape(), form.weights(), form.activations());
}

}  // namespace gossamer::workload
