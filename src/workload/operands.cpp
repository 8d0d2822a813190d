// SPDX-License-Identifier: Apache-2.0
#include "workload/operands.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "core/random.hpp"
#include "core/work_share.hpp"
#include "tensor/generate.hpp"
#include "tensor/npy.hpp"
#include "workload/stream_name.hpp"

namespace gossamer::workload {

namespace {

using Int16Tensor = tensor::Tensor<std::int16_t>;
using Mask = std::vector<std::uint8_t>;

/// How one group of an operand is laid out: the tensor is [parts][groups][run of a group].
struct Grouping {
  tensor::MaskGeometry group;
  std::size_t parts = 1;
};

Grouping weight_grouping(const Layer& layer, std::size_t groups) {
  if (const auto* gemm = std::get_if<Gemm>(&layer.shape)) return {{1, gemm->k, gemm->n, 1}, 1};
  const auto& conv = std::get<Conv2d>(layer.shape);
  const std::size_t kernel = std::size_t{conv.filter_height} * conv.filter_width;
  return {{conv.filters / groups, conv.channels / conv.groups * kernel, 1, kernel}, 1};
}

Grouping activation_grouping(const Layer& layer, std::size_t groups) {
  if (const auto* gemm = std::get_if<Gemm>(&layer.shape)) return {{gemm->m, gemm->k, 1, 1}, 1};
  const auto& conv = std::get<Conv2d>(layer.shape);
  const std::size_t plane = std::size_t{conv.height} * conv.width;
  return {{conv.batch, conv.channels / groups, plane, 1}, conv.batch};
}

Mask draw_mask(const Grouping& grouping, const OperandSource& source, core::RandomStream& random) {
  const std::size_t groups = source.density.size();
  if (groups == 1)
    return tensor::generate_mask(grouping.group, source.density[0], source.pattern, random);
  const std::size_t run = grouping.group.elements() / grouping.parts;
  Mask mask(groups * grouping.group.elements());
  for (std::size_t g = 0; g < groups; ++g) {
    const Mask of_group =
        tensor::generate_mask(grouping.group, source.density[g], source.pattern, random);
    for (std::size_t p = 0; p < grouping.parts; ++p)
      std::copy_n(of_group.data() + p * run, run, mask.data() + (p * groups + g) * run);
  }
  return mask;
}

/// -32767 to 32767 without 0.
std::int16_t draw_weight(core::RandomStream& random) {
  const int value = static_cast<int>(random.below(65534)) - 32767;
  return static_cast<std::int16_t>(value < 0 ? value : value + 1);
}

/// 1 to 32767.
std::int16_t draw_activation(core::RandomStream& random) {
  return static_cast<std::int16_t>(random.below(32767) + 1);
}

/// Draws a value for each 1 of the mask, in their order. Lists where they are before it draws,
/// since a branch on each random bit of the mask would cost more.
template <std::int16_t (*draw)(core::RandomStream&)>
void draw_values(const Mask& mask, core::RandomStream& random, std::int16_t* values) {
  std::array<std::uint32_t, 1024> nonzeros{};
  for (std::size_t first = 0; first < mask.size(); first += nonzeros.size()) {
    const std::size_t n = std::min(nonzeros.size(), mask.size() - first);
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
      nonzeros[count] = i;
      count += mask[first + i];
    }
    for (std::size_t i = 0; i < count; ++i) values[first + nonzeros[i]] = draw(random);
  }
}

/// What tells weights from activations when they are generated.
struct Role {
  std::string_view name;
  tensor::Shape shape;
  void (*draw_values)(const Mask&, core::RandomStream&, std::int16_t*);
};

Int16Tensor generate(const Layer& layer, const Role& role, const Grouping& grouping,
                     const OperandSource& source, std::size_t invocation, std::uint64_t seed,
                     Values values) {
  core::RandomStream mask_stream(seed, mask_stream_name(layer, role.name, invocation, role.shape,
                                                        source.density, source.pattern));
  const Mask mask = draw_mask(grouping, source, mask_stream);
  Int16Tensor tensor(role.shape);
  if (values == Values::ones) {
    std::copy(mask.begin(), mask.end(), tensor.data.begin());
    return tensor;
  }
  core::RandomStream value_stream(
      seed, stream_name(layer, fmt::format("int16 values: {}", role.name), invocation));
  role.draw_values(mask, value_stream, tensor.data.data());
  return tensor;
}

Int16Tensor load(const std::string& file, const tensor::Shape& shape, const tensor::Shape& stored,
                 const core::Position& where) {
  Int16Tensor tensor = tensor::read_npy_int16(file);
  if (tensor.shape != stored)
    throw core::ConfigError(where,
                            fmt::format("{} has shape [{}]; the layer needs [{}]", file,
                                        fmt::join(tensor.shape, ", "), fmt::join(stored, ", ")));
  tensor.shape = shape;
  return tensor;
}

void refuse_weight_patterns(const OperandSource& activations) {
  const tensor::PatternKind kind = activations.pattern.kind;
  if (kind != tensor::PatternKind::kernel && kind != tensor::PatternKind::filter) return;
  throw core::ConfigError(
      activations.where,
      fmt::format("pattern '{}' is for weights; allowed for activations: unstructured, 2:4, 1:2, "
                  "4:8-pairs, vector",
                  tensor::pattern_names[static_cast<std::size_t>(kind)]));
}

}  // namespace

Int16Tensor int16_weights(const Layer& layer, std::uint64_t seed, Values values) {
  const core::WorkScope scope{core::Work::generation};
  const OperandSource& source = layer.weights;
  const tensor::Shape shape = weight_shape(layer);
  if (!source.generated()) return load(source.files.front(), shape, shape, source.where);
  return generate(layer, {"weights", shape, draw_values<draw_weight>},
                  weight_grouping(layer, source.density.size()), source, 0, seed, values);
}

Int16Tensor int16_activations(const Layer& layer, std::size_t invocation, std::uint64_t seed,
                              Values values) {
  const core::WorkScope scope{core::Work::generation};
  const OperandSource& source = layer.activations;
  const tensor::Shape shape = activation_shape(layer);
  if (!source.generated()) {
    const auto* conv = std::get_if<Conv2d>(&layer.shape);
    tensor::Shape stored = shape;
    if (conv != nullptr && conv->batch == 1) stored.erase(stored.begin());
    return load(source.files.at(invocation), shape, stored, source.where);
  }
  refuse_weight_patterns(source);
  return generate(layer, {"activations", shape, draw_values<draw_activation>},
                  activation_grouping(layer, source.density.size()), source, invocation, seed,
                  values);
}

tensor::Tensor<std::uint8_t> output_mask(const Layer& layer, std::size_t invocation,
                                         std::uint64_t seed) {
  const core::WorkScope scope{core::Work::generation};
  const double density = layer.output_density.value();
  tensor::Tensor<std::uint8_t> mask;
  mask.shape = output_shape(layer);
  core::RandomStream random(
      seed, mask_stream_name(layer, "outputs", invocation, mask.shape, {density}, {}));
  mask.data = tensor::generate_mask({1, 1, tensor::elements(mask.shape), 1}, density, {}, random);
  return mask;
}

}  // namespace gossamer::workload
