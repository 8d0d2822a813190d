// SPDX-License-Identifier: Apache-2.0
#include "workload/reader_widen.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/names.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "workload/shape_limits.hpp"
#include "workload/widen.hpp"

namespace gossamer::workload {

namespace {

using numerics::lowbit::Format;

constexpr std::uint32_t most_factor = 16;

/// Reads the name of a format into `name` and `format`.
void read_format(ReaderBlock& block, const char* key, std::string& name, Format& format,
                 bool (*set)(std::string_view, Format&), const std::vector<std::string>& known) {
  const core::YamlEntry* entry = block.find(key);
  const std::size_t before = block.context().faults.size();
  block.read(key, name);
  if (entry == nullptr || block.context().faults.size() > before || set(name, format)) return;
  block.fault(entry->value.where, key,
              fmt::format("{} is not a format of {}{}", core::quoted(name), key,
                          core::suggestion(name, known)));
}

std::uint64_t widest_extent(const Layer& layer) {
  if (const auto* gemm = std::get_if<Gemm>(&layer.shape)) return std::max(gemm->k, gemm->n);
  const auto& conv = std::get<Conv2d>(layer.shape);
  return std::max(conv.channels, conv.filters);
}

/// Why a layer cannot be widened; "" if it can.
std::string hindrance(const Layer& layer, std::uint32_t factor) {
  if (layer.mma) return "a microbenchmark has no filters to widen";
  const auto* conv = std::get_if<Conv2d>(&layer.shape);
  if (conv != nullptr && conv->groups > 1 && conv->groups == conv->channels &&
      std::max(layer.weights.density.size(), layer.activations.density.size()) > 1)
    return "to be widened, a depthwise layer needs one density for all groups";
  if (widest_extent(layer) * factor > largest_extent)
    return fmt::format("widened {} times, an extent is more than 2^30, which is the most allowed",
                       factor);
  std::vector<Layer> alone{layer};
  widen(alone, {factor, "", "", 0});
  const TensorSizes sizes =
      std::visit([](const auto& shape) { return tensor_sizes(shape); }, alone.front().shape);
  if (within_limits(sizes)) return "";
  return fmt::format("widened {} times, it is larger than docs/workloads.md allows", factor);
}

void check_layers(const std::vector<Layer>& layers, std::uint32_t factor, core::Faults& faults) {
  for (const Layer& layer : layers) {
    for (const OperandSource* operand : {&layer.weights, &layer.activations})
      if (!operand->generated())
        faults.add(operand->file_where.front(),
                   fmt::format("{}: a file has the shape of a layer that is not widened; allowed "
                               "with the key widen: density",
                               layer.name));
    const std::string fault = hindrance(layer, factor);
    if (!fault.empty()) faults.add(layer.where, fmt::format("{}: {}", layer.name, fault));
  }
}

}  // namespace

std::optional<Widening> read_widening(core::YamlMap& root, const std::vector<Layer>& layers,
                                      ReaderContext& context) {
  const core::YamlEntry* entry = root.find("widen");
  if (entry == nullptr) return std::nullopt;
  if (entry->value.form != core::WrittenValue::Form::mapping) {
    context.faults.add(entry->value.where,
                       "widen: must be a mapping of the form {key: value, ...}");
    return std::nullopt;
  }
  const bool layers_are_known = context.faults.empty() && context.unreadable.empty();
  Widening widening;
  Format format;
  ReaderBlock block{entry->node, "widen", context};
  const std::size_t before = context.faults.size();
  block.read_required("factor", widening.factor, 1, most_factor);
  read_format(block, "weights", widening.weights, format, numerics::lowbit::set_weights,
              numerics::lowbit::weight_names());
  read_format(block, "activations", widening.activations, format, numerics::lowbit::set_activations,
              numerics::lowbit::activation_names());
  block.finish();
  if (context.faults.size() > before) return std::nullopt;
  const char* fault = fault_of(format);
  if (fault != nullptr && !widening.weights.empty() && !widening.activations.empty())
    block.fault(fault);
  if (!layers_are_known) return std::nullopt;
  check_layers(layers, widening.factor, context.faults);
  if (context.faults.size() > before) return std::nullopt;
  widening.macs_before = total_macs(layers);
  return widening;
}

}  // namespace gossamer::workload
