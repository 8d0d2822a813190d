// SPDX-License-Identifier: Apache-2.0
#include "workload/operands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/work_share.hpp"
#include "tensor/generate.hpp"
#include "tensor/npy.hpp"
#include "workload/nonzero_runs.hpp"
#include "workload/operand_cache.hpp"
#include "workload/operand_file.hpp"
#include "workload/operand_mask.hpp"
#include "workload/stream_name.hpp"

namespace gossamer::workload {

namespace {

using Int16Tensor = tensor::Tensor<std::int16_t>;

/// -32767 to 32767 without 0.
std::int16_t draw_weight(core::RandomStream& random) {
  const int value = static_cast<int>(random.below(65534)) - 32767;
  return static_cast<std::int16_t>(value < 0 ? value : value + 1);
}

/// 1 to 32767.
std::int16_t draw_activation(core::RandomStream& random) {
  return static_cast<std::int16_t>(random.below(32767) + 1);
}

template <std::int16_t (*draw)(core::RandomStream&)>
void draw_values(const OperandMask& mask, core::RandomStream& random, std::int16_t* values) {
  for_each_run_of_nonzeros(mask, [&](const NonzeroRun& run) {
    for (std::size_t i = 0; i < run.count; ++i) values[run.at(i)] = draw(random);
  });
}

using DrawValues = void (*)(const OperandMask&, core::RandomStream&, std::int16_t*);

Int16Tensor with_values(const OperandMask& mask, const tensor::Shape& shape, DrawValues draw,
                        core::RandomStream value_stream, Values values) {
  Int16Tensor tensor(shape);
  if (values == Values::ones) {
    std::copy(mask.begin(), mask.end(), tensor.data.begin());
  } else {
    draw(mask, value_stream, tensor.data.data());
  }
  return tensor;
}

core::RandomStream value_stream(const Layer& layer, std::string_view role, std::size_t invocation,
                                std::uint64_t seed) {
  return {seed, stream_name(layer, fmt::format("int16 values: {}", role), invocation)};
}

std::string int16_key(const std::string& mask_name, std::uint64_t seed, Values values) {
  return generated_key(mask_name, seed) + (values == Values::ones ? "\nones" : "\ndrawn");
}

}  // namespace

Int16Tensor int16_weights(const Layer& layer, std::uint64_t seed, Values values) {
  const core::WorkScope scope{core::Work::generation};
  if (!layer.weights.generated()) return load_weights(layer, tensor::read_npy_int16);
  return kept_operand<std::int16_t>(int16_key(weight_mask_name(layer), seed, values), [&] {
    return with_values(weight_mask(layer, seed), weight_shape(layer), draw_values<draw_weight>,
                       value_stream(layer, "weights", 0, seed), values);
  });
}

Int16Tensor int16_activations(const Layer& layer, std::size_t invocation, std::uint64_t seed,
                              Values values) {
  const core::WorkScope scope{core::Work::generation};
  if (!layer.activations.generated())
    return load_activations(layer, invocation, tensor::read_npy_int16);
  const std::string name = activation_mask_name(layer, invocation);
  return kept_operand<std::int16_t>(int16_key(name, seed, values), [&] {
    return with_values(activation_mask(layer, invocation, seed), activation_shape(layer),
                       draw_values<draw_activation>,
                       value_stream(layer, "activations", invocation, seed), values);
  });
}

tensor::Tensor<std::uint8_t> output_mask(const Layer& layer, std::size_t invocation,
                                         std::uint64_t seed) {
  const core::WorkScope scope{core::Work::generation};
  const double density = layer.output_density.value();
  const tensor::Shape shape = output_shape(layer);
  const auto name = mask_stream_name(layer, "outputs", invocation, shape, {density}, {});
  return kept_operand<std::uint8_t>(generated_key(name, seed), [&] {
    tensor::Tensor<std::uint8_t> mask;
    core::RandomStream random(seed, name);
    mask.shape = shape;
    mask.data = tensor::generate_mask({1, 1, tensor::elements(shape), 1}, density, {}, random);
    return mask;
  });
}

}  // namespace gossamer::workload
