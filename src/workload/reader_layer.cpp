// SPDX-License-Identifier: Apache-2.0
#include "workload/reader_layer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/names.hpp"
#include "core/utf8.hpp"
#include "core/yaml.hpp"
#include "workload/reader_mma.hpp"
#include "workload/reader_operand.hpp"
#include "workload/reader_shape.hpp"

namespace gossamer::workload {
namespace {

constexpr std::size_t longest_name = 200;
constexpr std::uint32_t most_product_shift = 31;
constexpr std::uint32_t most_output_shift = 23;

const std::vector<std::string> readable_kinds{"conv2d", "depthwise_conv2d", "gemm", "mma"};
const std::vector<std::string> planned_kinds{"matmul", "pool", "eltwise"};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What messages call a layer: its name if that is one.
std::string heading_of(const YAML::Node& node, std::size_t number) {
  const YAML::Node name = node.IsMap() ? node["name"] : YAML::Node{};
  const bool usable = name && name.IsScalar() && !name.Scalar().empty() &&
                      name.Scalar().size() <= longest_name && core::is_printable(name.Scalar());
  return usable ? name.Scalar() : fmt::format("layer {}", number);
}

void read_name(ReaderBlock& block, Layer& layer) {
  layer.where = block.where();
  const core::YamlEntry* entry = block.require("name");
  if (entry == nullptr) return;
  layer.where = entry->value.where;
  block.read("name", layer.name);
  if (layer.name.size() > longest_name) {
    block.fault(layer.where, "name",
                fmt::format("{} bytes long; allowed: 1 to {}", layer.name.size(), longest_name));
  } else if (!core::is_printable(layer.name)) {
    block.fault(layer.where, "name", core::quoted(layer.name) + " holds a control character");
  }
}

/// Whether the kind is one whose keys are known.
bool read_kind(ReaderBlock& block, Layer& layer) {
  const core::YamlEntry* entry = block.require("kind");
  if (entry == nullptr) return false;
  const std::size_t before = block.context().faults.size();
  block.read("kind", layer.kind);
  if (block.context().faults.size() > before) return false;
  if (contains(readable_kinds, layer.kind)) return true;
  const std::string message =
      contains(planned_kinds, layer.kind)
          ? fmt::format("{} is not supported by this version; allowed: {}",
                        core::quoted(layer.kind), core::joined(readable_kinds))
          : fmt::format("{} is not a kind of layer{}", core::quoted(layer.kind),
                        core::suggestion(layer.kind, readable_kinds));
  block.fault(entry->value.where, "kind", message);
  return false;
}

/// The shape, and whether it is free of faults.
bool read_shape(ReaderBlock& block, Layer& layer) {
  if (layer.kind == "gemm") {
    const auto gemm = read_gemm(block);
    layer.shape = gemm.value_or(Gemm{});
    return gemm.has_value();
  }
  const auto conv =
      layer.kind == "depthwise_conv2d" ? read_depthwise_conv2d(block) : read_conv2d(block);
  layer.shape = conv.value_or(Conv2d{});
  return conv.has_value();
}

void read_operands(ReaderBlock& block, Layer& layer, bool shape_is_known) {
  std::optional<OperandNeeds> weights, activations;
  if (shape_is_known) {
    const auto* conv = std::get_if<Conv2d>(&layer.shape);
    const std::uint32_t groups = conv == nullptr ? 1 : conv->groups;
    weights = OperandNeeds{groups, weight_shape(layer)};
    activations = OperandNeeds{groups, activation_shape(layer)};
    if (conv != nullptr && conv->batch == 1) {
      activations->file_shape.erase(activations->file_shape.begin());
    }
  }
  layer.weights = read_operand(block, Role::weights, weights);
  layer.activations = read_operand(block, Role::activations, activations);
}

void read_outputs(ReaderBlock& block, Layer& layer) {
  block.read("relu", layer.relu);
  if (block.find("product_shift") != nullptr) {
    block.read("product_shift", layer.product_shift.emplace(), 0, most_product_shift);
  }
  block.read("output_shift", layer.output_shift, 0, most_output_shift);
  auto outputs = block.inner("outputs", false);
  if (!outputs) return;
  if (const core::YamlEntry* density = outputs->require("density")) {
    layer.output_density =
        core::as_number(density->value, outputs->name_of("density"), 0, 1, block.context().faults);
  }
  outputs->finish();
}

void read_precision(ReaderBlock& block, Precision& precision) {
  auto inner = block.inner("precision", false);
  if (!inner) return;
  inner->read("weights", precision.weights);
  inner->read("activations", precision.activations);
  inner->read("outputs", precision.outputs);
  inner->finish();
}

}  // namespace

Layer read_layer(const YAML::Node& node, std::size_t number, ReaderContext& context) {
  Layer layer;
  if (!node.IsMap()) {
    context.faults.add(core::position_of(node, context.file),
                       fmt::format("layer {}: must be a mapping with a name and a kind", number));
    return layer;
  }
  ReaderBlock block{node, heading_of(node, number), context};
  read_name(block, layer);
  // Without a kind nobody can say which other keys are right.
  if (!read_kind(block, layer)) return layer;
  if (layer.kind == "mma") {
    read_mma(block, layer);
    block.finish();
    return layer;
  }
  const bool shape_is_known = read_shape(block, layer);
  read_operands(block, layer, shape_is_known);
  read_outputs(block, layer);
  read_precision(block, layer.precision);
  block.finish();
  return layer;
}

}  // namespace gossamer::workload
