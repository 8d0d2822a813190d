// SPDX-License-Identifier: Apache-2.0
#include "workload/operand_mask.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "core/random.hpp"
#include "tensor/generate.hpp"
#include "workload/operand_cache.hpp"
#include "workload/stream_name.hpp"

namespace gossamer::workload {

namespace {

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

/// Whether the places along the reduction dimension are numbered in the order (row, column,
/// channel): so neighbours are input channels. Kernels and filters are the same in any order.
bool runs_along_channels(tensor::PatternKind kind) {
  switch (kind) {
    case tensor::PatternKind::two_of_four:
    case tensor::PatternKind::one_of_two:
    case tensor::PatternKind::four_of_eight_pairs:
    case tensor::PatternKind::vector:
      return true;
    default:
      return false;
  }
}

/// Lines of kernel places x channels become lines of channels x kernel places, as weights lie.
OperandMask as_stored(const OperandMask& drawn, const tensor::MaskGeometry& g) {
  OperandMask mask(drawn.size());
  const std::size_t channels = g.reduction / g.kernel;
  for (std::size_t line = 0; line < g.outer; ++line)
    for (std::size_t place = 0; place < g.kernel; ++place)
      for (std::size_t channel = 0; channel < channels; ++channel)
        mask[line * g.reduction + channel * g.kernel + place] =
            drawn[line * g.reduction + place * channels + channel];
  return mask;
}

OperandMask draw_group(const tensor::MaskGeometry& geometry, double density,
                       const tensor::Pattern& pattern, core::RandomStream& random) {
  OperandMask mask = tensor::generate_mask(geometry, density, pattern, random);
  if (geometry.kernel == 1 || !runs_along_channels(pattern.kind)) return mask;
  return as_stored(mask, geometry);
}

OperandMask draw_mask(const Grouping& grouping, const OperandSource& source,
                      core::RandomStream& random) {
  const std::size_t groups = source.density.size();
  if (groups == 1) return draw_group(grouping.group, source.density[0], source.pattern, random);
  const std::size_t run = grouping.group.elements() / grouping.parts;
  OperandMask mask(groups * grouping.group.elements());
  for (std::size_t g = 0; g < groups; ++g) {
    const OperandMask of_group =
        draw_group(grouping.group, source.density[g], source.pattern, random);
    for (std::size_t p = 0; p < grouping.parts; ++p)
      std::copy_n(of_group.data() + p * run, run, mask.data() + (p * groups + g) * run);
  }
  return mask;
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

OperandMask kept_mask(const std::string& name, std::uint64_t seed, const tensor::Shape& shape,
                      const std::function<OperandMask()>& draw) {
  return kept_operand<std::uint8_t>(generated_key(name, seed),
                                    [&] {
                                      tensor::Tensor<std::uint8_t> mask;
                                      mask.shape = shape;
                                      mask.data = draw();
                                      return mask;
                                    })
      .data;
}

}  // namespace

std::string weight_mask_name(const Layer& layer) {
  return mask_stream_name(layer, "weights", 0, weight_shape(layer), layer.weights.density,
                          layer.weights.pattern);
}

std::string activation_mask_name(const Layer& layer, std::size_t invocation) {
  return mask_stream_name(layer, "activations", invocation, activation_shape(layer),
                          layer.activations.density, layer.activations.pattern);
}

OperandMask weight_mask(const Layer& layer, std::uint64_t seed) {
  const OperandSource& source = layer.weights;
  const std::string name = weight_mask_name(layer);
  return kept_mask(name, seed, weight_shape(layer), [&] {
    core::RandomStream random(seed, name);
    return draw_mask(weight_grouping(layer, source.density.size()), source, random);
  });
}

OperandMask activation_mask(const Layer& layer, std::size_t invocation, std::uint64_t seed) {
  const OperandSource& source = layer.activations;
  refuse_weight_patterns(source);
  const std::string name = activation_mask_name(layer, invocation);
  return kept_mask(name, seed, activation_shape(layer), [&] {
    core::RandomStream random(seed, name);
    return draw_mask(activation_grouping(layer, source.density.size()), source, random);
  });
}

}  // namespace gossamer::workload
