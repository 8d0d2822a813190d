// SPDX-License-Identifier: Apache-2.0
#include "workload/reader.hpp"

#include <fmt/format.h>

#include <map>

#include "core/names.hpp"
#include "core/utf8.hpp"
#include "core/yaml.hpp"
#include "workload/reader_layer.hpp"
#include "workload/reader_widen.hpp"
#include "workload/widen.hpp"

namespace gossamer::workload {
namespace {

std::string read_network_name(core::YamlMap& root, ReaderContext& context) {
  std::string file_name = std::filesystem::path{context.file}.stem().string();
  const core::YamlEntry* entry = root.find("name");
  if (entry == nullptr) return file_name;
  const auto name = core::as_text(entry->value, "name", context.faults);
  if (name && (name->empty() || !core::is_printable(*name))) {
    context.faults.add(entry->value.where, "name: must be a text without control characters");
  }
  return name.value_or(file_name);
}

std::vector<Layer> read_layers(core::YamlMap& root, ReaderContext& context) {
  std::vector<Layer> layers;
  const core::YamlEntry* entry = root.find("layers");
  if (entry == nullptr) {
    context.faults.add({context.file, 1, 1}, "missing key 'layers'");
    return layers;
  }
  if (!entry->node.IsSequence() || entry->node.size() == 0) {
    context.faults.add(entry->value.where, "layers: must be a list of at least one layer");
    return layers;
  }
  for (const YAML::Node& node : entry->node) {
    layers.push_back(read_layer(node, layers.size() + 1, context));
  }
  if (!layers.empty()) {
    layers.front().first = true;
    layers.back().last = true;
  }
  return layers;
}

void refuse_repeated_names(const std::vector<Layer>& layers, core::Faults& faults) {
  std::map<std::string, int> line_of_name;
  for (const Layer& layer : layers) {
    if (layer.name.empty()) continue;
    const auto [first, is_new] = line_of_name.emplace(layer.name, layer.where.line);
    if (is_new) continue;
    faults.add(layer.where, fmt::format("{}: repeated layer name; the first is in line {}",
                                        core::quoted(layer.name), first->second));
  }
}

/// Operand files that cannot be opened are no fault of the trace unless it has others as well.
void throw_if_any(ReaderContext& context) {
  if (!context.unreadable.empty() && context.faults.empty()) {
    throw core::FileError{core::ConfigError{std::move(context.unreadable)}.what()};
  }
  for (core::Fault& fault : context.unreadable) {
    context.faults.add(std::move(fault.where), std::move(fault.message));
  }
  context.faults.throw_if_any();
}

}  // namespace

Network read_network(const std::string& path) {
  ReaderContext context{path, std::filesystem::path{path}.parent_path(), {}, {}};
  const YAML::Node node = core::load_yaml(path, context.faults);
  if (node.IsMap() && node["architecture"] && !node["layers"]) {
    throw core::ConfigError{{path, 1, 1},
                            "this is an architecture, not a workload; the order is ARCH WORKLOAD"};
  }
  Network network;
  if (node.IsMap()) {
    core::YamlMap root{node, path};
    network.name = read_network_name(root, context);
    network.layers = read_layers(root, context);
    network.widening = read_widening(root, network.layers, context);
    core::add_unknown_keys(root, "", context.faults);
    refuse_repeated_names(network.layers, context.faults);
  } else {
    context.faults.add({path, 1, 1}, "a workload must be a mapping with the keys name and layers");
  }
  throw_if_any(context);
  if (network.widening) widen(network.layers, *network.widening);
  return network;
}

}  // namespace gossamer::workload
