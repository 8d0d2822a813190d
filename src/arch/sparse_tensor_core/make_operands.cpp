// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/make_operands.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "arch/sparse_tensor_core/element.hpp"
#include "core/work_share.hpp"
#include "tensor/npy.hpp"
#include "workload/conv_form.hpp"
#include "workload/operand_file.hpp"
#include "workload/operand_mask.hpp"
#include "workload/real_operands.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

struct Range {
  float least;
  float most;
};

Range integers_of(OperandType type) {
  return type == OperandType::int8 ? Range{-128, 127} : Range{-8, 7};
}

/// Generated numbers have no scale of their own: the largest becomes the largest code.
void quantise_generated(std::vector<float>& values, OperandType type) {
  const float highest = integers_of(type).most;
  float largest = 0;
  for (const float x : values) largest = std::max(largest, std::fabs(x));
  if (largest == 0) return;
  for (float& x : values) {
    // Two roundings at most, in binary64: the same on every host.
    const double code = std::round(static_cast<double>(x) * highest / largest);
    const bool lost = code == 0 && x != 0;
    x = lost ? std::copysign(1.0F, x) : static_cast<float>(code);
  }
}

bool fits(float value, OperandType type) {
  if (!numerics::mma::is_integer(type)) return std::isfinite(rounded_element(type, value));
  const Range range = integers_of(type);
  return value == std::nearbyint(value) && value >= range.least && value <= range.most;
}

std::string allowed(OperandType type) {
  if (numerics::mma::is_integer(type)) {
    const Range range = integers_of(type);
    return fmt::format("whole numbers from {} to {}", range.least, range.most);
  }
  // From half a unit in the last place above the largest finite number a value is rounded to
  // infinity.
  return type == OperandType::fp16 ? "magnitudes below 65520" : "magnitudes below 3.3962e38";
}

std::string index_text(const tensor::Shape& shape, std::size_t flat) {
  std::vector<std::size_t> index(shape.size());
  for (std::size_t d = shape.size(); d-- > 0; flat /= shape[d]) index[d] = flat % shape[d];
  return fmt::format("[{}]", fmt::join(index, ", "));
}

/// The first value of a file, as it is stored, that the type does not have; "" if all fit.
std::string misfit(const std::string& file, const tensor::Shape& stored,
                   const std::vector<float>& values, OperandType type) {
  const auto found =
      std::find_if(values.begin(), values.end(), [&](float x) { return !fits(x, type); });
  if (found == values.end()) return "";
  return fmt::format("{}: value {} at {} does not fit {}; allowed: {}", file, *found,
                     index_text(stored, static_cast<std::size_t>(found - values.begin())),
                     numerics::mma::name_of(type), allowed(type));
}

/// In the machine's type. A file is never scaled: it gives the codes.
void convert(std::vector<float>& values, const workload::OperandSource& source, std::size_t number,
             const tensor::Shape& stored, OperandType type) {
  if (!source.generated()) {
    const std::string fault = misfit(source.files.at(number), stored, values, type);
    if (!fault.empty()) throw core::ConfigError(source.where, fault);
  }
  if (!numerics::mma::is_integer(type)) {
    for (float& x : values) x = rounded_element(type, x);
  } else if (source.generated()) {
    quantise_generated(values, type);
  }
}

/// [k][n] becomes [n][k].
template <class T>
std::vector<T> transposed(const workload::Layer& layer, const tensor::Tensor<T>& tensor) {
  const workload::ConvOperand<T> operand{layer, tensor};
  return {operand.data(), operand.data() + tensor.size()};
}

/// Rows of A: k in the order (row, column, channel) of KernelTap.
template <class T>
std::vector<T> as_rows(const workload::Layer& layer, tensor::Tensor<T> weights) {
  const auto* conv = std::get_if<workload::Conv2d>(&layer.shape);
  if (conv == nullptr) return transposed(layer, weights);
  const std::size_t kernel = std::size_t{conv->filter_height} * conv->filter_width;
  const std::size_t channels = conv->channels / conv->groups;
  if (kernel == 1 || channels == 1) return std::move(weights.data);
  std::vector<T> rows(weights.size());
  for (std::size_t filter = 0; filter < conv->filters; ++filter) {
    const std::size_t first = filter * kernel * channels;
    for (std::size_t channel = 0; channel < channels; ++channel) {
      for (std::size_t place = 0; place < kernel; ++place) {
        rows[first + place * channels + channel] = weights.data[first + channel * kernel + place];
      }
    }
  }
  return rows;
}

template <class T>
std::vector<T> as_planes(const workload::Layer& layer, tensor::Tensor<T> activations) {
  if (std::holds_alternative<workload::Conv2d>(layer.shape)) return std::move(activations.data);
  return transposed(layer, activations);
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
  auto weights = workload::real_weights(layer, seed);
  convert(weights.data, layer.weights, 0, weights.shape, type);
  return as_rows(layer, std::move(weights));
}

std::vector<float> make_activations(const workload::Layer& layer, OperandType type,
                                    std::size_t invocation, std::uint64_t seed) {
  const core::WorkScope scope{core::Work::generation};
  auto activations = workload::real_activations(layer, invocation, seed);
  convert(activations.data, layer.activations, invocation, workload::stored_activation_shape(layer),
          type);
  return as_planes(layer, std::move(activations));
}

std::vector<std::uint8_t> make_weight_mask(const workload::Layer& layer, OperandType type,
                                           std::uint64_t seed) {
  if (!layer.weights.generated()) return mask_of(make_weights(layer, type, seed));
  const core::WorkScope scope{core::Work::generation};
  return as_rows(layer,
                 as_tensor(workload::weight_shape(layer), workload::weight_mask(layer, seed)));
}

std::vector<std::uint8_t> make_activation_mask(const workload::Layer& layer, OperandType type,
                                               std::size_t invocation, std::uint64_t seed) {
  if (!layer.activations.generated()) {
    return mask_of(make_activations(layer, type, invocation, seed));
  }
  const core::WorkScope scope{core::Work::generation};
  return as_planes(layer, as_tensor(workload::activation_shape(layer),
                                    workload::activation_mask(layer, invocation, seed)));
}

void check_operand_files(const workload::Layer& layer, OperandType type, core::Faults& faults) {
  for (const workload::OperandSource* source : {&layer.weights, &layer.activations}) {
    for (std::size_t i = 0; i < source->files.size(); ++i) {
      const auto tensor = workload::read_operand(source->files[i], tensor::read_npy_float);
      const std::string fault = misfit(source->files[i], tensor.shape, tensor.data, type);
      if (!fault.empty()) faults.add(source->file_where.at(i), layer.name + ": " + fault);
    }
  }
}

}  // namespace gossamer::arch::sparse_tensor_core
