// SPDX-License-Identifier: Apache-2.0
#include "sweep/reader.hpp"

#include <fmt/format.h>

#include <limits>

#include "core/byte_size.hpp"
#include "core/utf8.hpp"
#include "core/yaml.hpp"
#include "sweep/reader_context.hpp"

namespace gossamer::sweep {

namespace {

using Form = core::WrittenValue::Form;

constexpr std::uint32_t most_samples = 1000000;

/// A whole number under a key, if it is there.
template <class Number>
void read_whole(core::YamlMap& map, const char* key, Number& value, std::int64_t min,
                std::int64_t max, core::Faults& faults) {
  const core::YamlEntry* entry = map.find(key);
  if (entry == nullptr) return;
  const auto read = core::as_integer(entry->value, key, min, max, faults);
  if (read) value = static_cast<Number>(*read);
}

void read_boolean(core::YamlMap& map, const char* key, bool& value, core::Faults& faults) {
  const core::YamlEntry* entry = map.find(key);
  if (entry != nullptr) value = core::as_boolean(entry->value, key, faults).value_or(value);
}

void read_name(core::YamlMap& root, Sweep& sweep, core::Faults& faults) {
  sweep.name = std::filesystem::path{sweep.file}.stem().string();
  const core::YamlEntry* entry = root.find("name");
  if (entry == nullptr) return;
  const auto name = core::as_text(entry->value, "name", faults);
  if (name && (name->empty() || !core::is_printable(*name))) {
    faults.add(entry->value.where, "name: must be a text without control characters");
  }
  sweep.name = name.value_or(sweep.name);
}

void read_sampling(core::YamlMap& root, Sweep& sweep, core::Faults& faults) {
  if (const core::YamlEntry* entry = root.find("sample")) {
    const auto sampling = core::as_choice(entry->value, "sample", sampling_names, faults);
    if (sampling) sweep.sampling = static_cast<Sampling>(*sampling);
  }
  read_whole(root, "samples", sweep.samples, 1, most_samples, faults);
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  read_whole(root, "sample_seed", sweep.sample_seed, 0, most, faults);
  read_whole(root, "seed", sweep.seed, 0, most, faults);
  const bool grid = sweep.sampling == Sampling::grid;
  for (const char* key : {"samples", "sample_seed"}) {
    if (!grid || !root.has(key)) continue;
    faults.add(root.find(key)->key_where,
               fmt::format("{}: a grid draws nothing; add 'sample: random' or 'sample: "
                           "latin_hypercube'",
                           key));
  }
  if (!grid && !root.has("samples")) {
    faults.add(root.find("sample")->value.where, "samples: missing; how many points to draw");
  }
}

void read_options(core::YamlMap& root, Sweep& sweep, core::Faults& faults) {
  read_boolean(root, "values", sweep.values, faults);
  read_boolean(root, "check", sweep.check, faults);
  if (sweep.check && !sweep.values) {
    faults.add(root.find("check")->value.where,
               "check: needs values to compare; leave out 'check: true' or 'values: false'");
  }
}

void read_limits(core::YamlMap& root, Sweep& sweep, ReaderContext& context) {
  const core::YamlEntry* entry = root.find("limits");
  if (entry == nullptr) return;
  if (entry->value.form != Form::mapping) {
    context.faults.add(entry->value.where,
                       "limits: must be a mapping of seconds_per_point and memory_per_point");
    return;
  }
  core::YamlMap map{entry->node, context.file};
  if (const core::YamlEntry* seconds = map.find("seconds_per_point")) {
    const auto read =
        core::as_number(seconds->value, "limits.seconds_per_point", 0.001, 1e9, context.faults);
    sweep.limits.seconds = read.value_or(0.0);
  }
  if (const core::YamlEntry* memory = map.find("memory_per_point")) {
    const auto bytes = core::parse_byte_size(memory->value.text);
    if (!bytes) {
      context.faults.add(memory->value.where,
                         "limits.memory_per_point: must be a whole number of at least 1 with an "
                         "optional KiB, MiB or GiB, such as 4GiB");
    }
    sweep.limits.memory = bytes.value_or(sweep.limits.memory);
  }
  core::add_unknown_keys(map, " in limits", context.faults);
}

}  // namespace

Sweep read_sweep(const std::string& path, const Surroundings& surroundings) {
  ReaderContext context{path, std::filesystem::path{path}.parent_path(), surroundings, {}, {}};
  const YAML::Node node = core::load_yaml(path, context.faults);
  for (const char* key : {"architecture", "layers"}) {
    if (!node.IsMap() || !node[key]) continue;
    throw core::ConfigError{{path, 1, 1},
                            fmt::format("this is {}, not a sweep, which begins with 'base' and "
                                        "'workload'",
                                        key[0] == 'a' ? "an architecture" : "a workload")};
  }
  Sweep sweep;
  sweep.file = path;
  if (node.IsMap()) {
    core::YamlMap root{node, path};
    read_name(root, sweep, context.faults);
    read_sampling(root, sweep, context.faults);
    read_options(root, sweep, context.faults);
    read_limits(root, sweep, context);
    sweep.bases = read_bases(root, context);
    sweep.workloads = read_workloads(root, context);
    read_parameters(root, sweep.sampling != Sampling::grid, sweep.workloads, sweep.bases, context);
    core::add_unknown_keys(root, "", context.faults);
  } else {
    context.faults.add({path, 1, 1},
                       "a sweep must be a mapping with the keys base, workload and "
                       "parameters");
  }
  context.throw_if_any();
  return sweep;
}

}  // namespace gossamer::sweep
