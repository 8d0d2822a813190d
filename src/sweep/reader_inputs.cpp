// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "core/names.hpp"
#include "sweep/reader_context.hpp"
#include "workload/reader.hpp"

namespace gossamer::sweep {

namespace {

using Form = core::WrittenValue::Form;

/// The entries of a key that must be there, with a value or a list of them.
std::vector<core::YamlEntry> required(core::YamlMap& root, const char* key, const char* what,
                                      ReaderContext& context) {
  const core::YamlEntry* entry = root.find(key);
  if (entry == nullptr) {
    context.faults.add({context.file, 1, 1},
                       fmt::format("missing key '{}'; it names {}", key, what));
    return {};
  }
  auto entries = entries_of(*entry, context.file);
  if (entries.empty()) context.faults.add(entry->value.where, fmt::format("{}: is empty", key));
  return entries;
}

/// Adds a fault if two have one name: the table of results could not tell them apart.
template <class Named>
void refuse_repeated(const std::vector<Named>& all, const Named& added, const core::Position& where,
                     const char* key, ReaderContext& context) {
  const auto same = [&added](const Named& other) { return other.name == added.name; };
  if (std::none_of(all.begin(), all.end(), same)) return;
  context.faults.add(where, fmt::format("{}: {} is listed twice", key, core::quoted(added.name)));
}

void add_number(const std::string& path, const nlohmann::ordered_json& value, Base& base) {
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) add_number(path + "." + key, inner, base);
  } else if (value.is_number()) {
    base.numbers[path] = value.get<double>();
  } else if (value.is_boolean()) {
    base.numbers[path] = value.get<bool>() ? 1.0 : 0.0;
  }
}

/// Which parameters the family has, and what they are in the file.
void add_parameters(const arch::Configuration& configuration, Base& base) {
  base.name = configuration.name;
  base.parameters = configuration.parameters;
  const auto& families = arch::catalog();
  const auto family = std::find_if(
      families.begin(), families.end(),
      [&](const arch::CatalogEntry& entry) { return entry.name == configuration.architecture; });
  for (const core::ParameterInfo& info : arch::describe_architecture(*family)) {
    base.types[info.path] = type_named(info.type);
  }
  base.types[seed_path] = Type::integer;
  base.types[weight_density_path] = Type::number;
  base.types[activation_density_path] = Type::number;
  for (const auto& [key, value] : base.parameters.items()) add_number(key, value, base);
}

/// What an entry of `workload` says.
struct NamedWorkload {
  std::string name;
  std::string layers;
  core::Position layers_where;
};

std::optional<NamedWorkload> read_named(const core::YamlEntry& entry, ReaderContext& context) {
  NamedWorkload named;
  if (entry.value.form != Form::mapping) {
    const auto name = core::as_text(entry.value, "workload", context.faults);
    if (!name) return std::nullopt;
    named.name = *name;
    return named;
  }
  core::YamlMap map{entry.node, context.file};
  const core::YamlEntry* name = map.find("name");
  const core::YamlEntry* layers = map.find("layers");
  core::add_unknown_keys(map, " in workload", context.faults);
  if (name == nullptr) {
    context.faults.add(entry.value.where, "workload: missing key 'name'");
    return std::nullopt;
  }
  const auto text = core::as_text(name->value, "workload.name", context.faults);
  if (layers != nullptr) {
    named.layers =
        core::as_text(layers->value, "workload.layers", context.faults).value_or(std::string{});
    named.layers_where = layers->value.where;
  }
  if (!text) return std::nullopt;
  named.name = *text;
  return named;
}

}  // namespace

std::vector<Base> read_bases(core::YamlMap& root, ReaderContext& context) {
  std::vector<Base> bases;
  for (const auto& entry : required(root, "base", "architectures, files or shipped", context)) {
    const auto name = core::as_text(entry.value, "base", context.faults);
    if (!name) continue;
    Base base;
    const bool good = context.attempt(entry.value.where, [&] {
      base.path = context.surroundings.find_architecture(*name, context.folder);
      base.file = std::make_shared<arch::ArchitectureFile>(base.path, arch::catalog(),
                                                           context.surroundings.shipped);
      add_parameters(base.file->configure({}), base);
    });
    if (!good) continue;
    refuse_repeated(bases, base, entry.value.where, "base", context);
    bases.push_back(std::move(base));
  }
  return bases;
}

std::vector<Workload> read_workloads(core::YamlMap& root, ReaderContext& context) {
  std::vector<Workload> workloads;
  for (const auto& entry : required(root, "workload", "networks, files or shipped", context)) {
    const auto named = read_named(entry, context);
    if (!named) continue;
    Workload workload;
    workload.where = entry.value.where;
    workload::Network network;
    const auto read = [&] {
      const auto file = context.surroundings.find_workload(named->name, context.folder);
      network = workload::read_network(file);
    };
    const auto choose = [&] {
      workload.layers = context.surroundings.choose_layers(network, named->layers);
    };
    if (!context.attempt(workload.where, read)) continue;
    if (!context.attempt(named->layers_where, choose)) continue;
    workload.name = network.name + (named->layers.empty() ? "" : ":" + named->layers);
    refuse_repeated(workloads, workload, workload.where, "workload", context);
    workloads.push_back(std::move(workload));
  }
  return workloads;
}

}  // namespace gossamer::sweep
