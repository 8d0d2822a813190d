// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/make_operands.hpp"

#include <algorithm>
#include <cmath>

#include "arch/sparse_tensor_core/element.hpp"
#include "core/work_share.hpp"
#include "workload/conv_form.hpp"
#include "workload/operand_mask.hpp"
#include "workload/real_operands.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

void quantise(std::vector<float>& values, OperandType type, bool generated) {
  const float highest = type == OperandType::int8 ? 127.0F : 7.0F;
  const bool whole = std::all_of(values.begin(), values.end(), [&](float x) {
    return x == std::nearbyint(x) && x >= -highest - 1 && x <= highest;
  });
  if (whole && !generated) return;
  float largest = 0;
  for (const float x : values) largest = std::max(largest, std::fabs(x));
  if (largest == 0) return;
  for (float& x : values) {
    // Two roundings at most, in binary64: the same on every host.
    const double code = std::round(static_cast<double>(x) * highest / largest);
    const bool lost = code == 0 && x != 0 && generated;
    x = lost ? std::copysign(1.0F, x) : static_cast<float>(code);
  }
}

void convert(std::vector<float>& values, OperandType type, bool generated) {
  if (numerics::mma::is_integer(type)) {
    quantise(values, type, generated);
    return;
  }
  for (float& x : values) x = rounded_element(type, x);
}

template <class T>
std::vector<T> in_order(const workload::Layer& layer, tensor::Tensor<T> tensor) {
  if (std::holds_alternative<workload::Conv2d>(layer.shape)) return std::move(tensor.data);
  const workload::ConvOperand<T> operand{layer, tensor};
  return {operand.data(), operand.data() + tensor.size()};
}

std::vector<std::uint8_t> mask_of(const std::vector<float>& values) {
  std::vector<std::uint8_t> mask(values.size());
  std::transform(values.begin(), values.end(), mask.begin(),
                 [](float x) { return static_cast<std::uint8_t>(x != 0 ? 1 : 0); });
  return mask;
}

tensor::Tensor<std::uint8_t> as_tensor(tensor::Shape shape, workload::OperandMask mask) {
  tensor::Tensor<std::uint8_t> tensor;
  tensor.shape = std::move(shape);
  tensor.data = std::move(mask);
  return tensor;
}

}  // namespace

std::vector<float> make_weights(const workload::Layer& layer, OperandType type,
                                std::uint64_t seed) {
  const core::WorkScope scope{core::Work::generation};
  auto values = in_order(layer, workload::real_weights(layer, seed));
  convert(values, type, layer.weights.generated());
  return values;
}

std::vector<float> make_activations(const workload::Layer& layer, OperandType type,
                                    std::size_t invocation, std::uint64_t seed) {
  const core::WorkScope scope{core::Work::generation};
  auto values = in_order(layer, workload::real_activations(layer, invocation, seed));
  convert(values, type, layer.activations.generated());
  return values;
}

std::vector<std::uint8_t> make_weight_mask(const workload::Layer& layer, OperandType type,
                                           std::uint64_t seed) {
  if (!layer.weights.generated()) return mask_of(make_weights(layer, type, seed));
  const core::WorkScope scope{core::Work::generation};
  return in_order(layer,
                  as_tensor(workload::weight_shape(layer), workload::weight_mask(layer, seed)));
}

std::vector<std::uint8_t> make_activation_mask(const workload::Layer& layer, OperandType type,
                                               std::size_t invocation, std::uint64_t seed) {
  if (!layer.activations.generated()) {
    return mask_of(make_activations(layer, type, invocation, seed));
  }
  const core::WorkScope scope{core::Work::generation};
  return in_order(layer, as_tensor(workload::activation_shape(layer),
                                   workload::activation_mask(layer, invocation, seed)));
}

}  // namespace gossamer::arch::sparse_tensor_core
