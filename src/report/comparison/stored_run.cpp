// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/stored_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <type_traits>

#include "core/errors.hpp"
#include "core/names.hpp"
#include "core/yaml.hpp"
#include "report/report_json.hpp"

namespace gossamer::report::comparison {
namespace {

using nlohmann::ordered_json;
using Pointer = nlohmann::json_pointer<std::string>;

core::Position position_of_byte(const std::string& text, std::size_t byte,
                                const std::string& file) {
  const std::size_t end = std::min(byte == 0 ? 0 : byte - 1, text.size());
  const auto stop = text.begin() + static_cast<std::ptrdiff_t>(end);
  const auto line = std::count(text.begin(), stop, '\n');
  const std::size_t start = line == 0 ? 0 : text.rfind('\n', end == 0 ? 0 : end - 1) + 1;
  return {file, static_cast<int>(line) + 1, static_cast<int>(end - start) + 1};
}

ordered_json parse(const std::string& text, const std::string& file) {
  try {
    return ordered_json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    throw core::ConfigError{position_of_byte(text, error.byte, file),
                            "is no JSON from here on; it may have been cut off"};
  }
}

/// The value at a JSON pointer, in the type that the report promises.
template <class Value>
Value get(const ordered_json& json, const std::string& pointer, const std::string& file) {
  const Pointer path{pointer};
  try {
    const ordered_json& value = json.at(path);
    // nlohmann::json would make counts of -5 and 1.5.
    if (!std::is_same_v<Value, std::uint64_t> || value.is_number_unsigned()) {
      return value.get<Value>();
    }
  } catch (const nlohmann::json::exception&) {  // told below
  }
  throw core::ConfigError{
      {file},
      fmt::format("'{}' is missing or of another type than `gossamer run` writes", pointer)};
}

void check_schema(const ordered_json& json, const std::string& file) {
  const bool has = json.is_object() && json.contains("schema") && json["schema"].is_string();
  const std::string found = has ? json["schema"].get<std::string>() : "";
  if (found == schema) return;
  throw core::ConfigError{
      {file}, fmt::format("has the schema {}; allowed: '{}'", core::quoted(found), schema)};
}

StoredLayer read_layer(const ordered_json& json, const std::string& at, const std::string& file) {
  StoredLayer layer;
  core::LayerRecord& record = layer.record;
  const auto number = [&](const char* key) {
    return get<std::uint64_t>(json, at + "/" + key, file);
  };
  record.name = get<std::string>(json, at + "/name", file);
  record.kind = get<std::string>(json, at + "/kind", file);
  record.timing = get<std::string>(json, at + "/timing", file) == "exact"
                      ? core::Timing::exact
                      : core::Timing::statistical;
  record.cycles = number("cycles");
  if (record.cycles == 0) {
    throw core::ConfigError{{file}, fmt::format("'{}/cycles' is 0; a layer takes a cycle", at)};
  }
  record.multipliers = number("multipliers");
  record.macs = number("macs");
  record.effectual_macs = number("effectual_macs");
  record.dram_read_bytes = number("dram_read_bytes");
  record.dram_write_bytes = number("dram_write_bytes");
  record.spilled = get<bool>(json, at + "/spilled", file);
  record.checked = get<bool>(json, at + "/checked", file);
  const Pointer counters{at + "/counters"};
  const auto paths = get<ordered_json>(json, counters.to_string(), file);
  for (const auto& [path, actions] : paths.items()) {
    for (const auto& [action, ignored] : actions.items()) {
      record.counters[path][action] =
          get<std::uint64_t>(json, (counters / path / action).to_string(), file);
    }
  }
  const auto slots = get<ordered_json>(json, at + "/slots", file);
  for (const auto& [reason, count] : slots.items()) {
    record.slots.emplace_back(reason, get<std::uint64_t>(slots, "/" + reason, file));
  }
  layer.energy_pj = get<double>(json, at + "/energy_pj", file);
  const ordered_json& whole = json.at(nlohmann::json_pointer<std::string>{at});
  if (whole.contains("mismatches")) {
    record.mismatches = get<std::vector<std::string>>(json, at + "/mismatches", file);
  }
  if (whole.contains("choices")) {
    record.choices = get<std::map<std::string, std::string>>(json, at + "/choices", file);
  }
  if (whole.contains("bottleneck")) {
    layer.bottleneck = get<std::string>(json, at + "/bottleneck/text", file);
  }
  return layer;
}

void read_skipped(const ordered_json& json, const std::string& file, StoredRun& run) {
  if (!json.contains("skipped")) return;
  for (std::size_t i = 0; i < json["skipped"].size(); ++i) {
    const std::string at = fmt::format("/skipped/{}", i);
    run.skipped.push_back({get<std::string>(json, at + "/name", file),
                           get<std::string>(json, at + "/kind", file),
                           get<std::string>(json, at + "/reason", file),
                           get<std::uint64_t>(json, at + "/bytes", file)});
  }
}

/// What resolved.yaml alone says: the options and the inputs of the run.
void read_resolved(const std::string& text, const std::string& file, StoredRun& run) {
  const YAML::Node root = core::parse_yaml(text, file);
  const YAML::Node about = root.IsMap() ? root["run"] : YAML::Node{};
  try {
    run.values = about["options"]["values"].as<bool>();
    for (const auto& input : about["inputs"]) {
      add_input(run, input["role"].as<std::string>(), input["sha256"].as<std::string>());
    }
  } catch (const YAML::Exception&) {
    throw core::ConfigError{{file}, "lacks the key 'run' that `gossamer run` writes"};
  }
}

}  // namespace

void add_input(StoredRun& run, const std::string& role, const std::string& sha256) {
  if (role == "workload" || role == "operand") run.inputs.insert(role + " " + sha256);
}

StoredRun read_stored_run(const std::string& report, const std::string& resolved,
                          const std::string& directory) {
  const std::filesystem::path folder{directory};
  const std::string file = (folder / "report.json").string();
  const ordered_json json = parse(report, file);
  check_schema(json, file);
  StoredRun run;
  run.source = directory;
  run.version = get<std::string>(json, "/version", file);
  run.architecture = get<std::string>(json, "/architecture/name", file);
  run.config = get<ordered_json>(json, "/architecture/config", file);
  run.workload = get<std::string>(json, "/workload/name", file);
  run.seed = get<std::uint64_t>(json, "/seed", file);
  run.technology = get<std::string>(json, "/pricing/technology", file);
  const auto layers = get<ordered_json>(json, "/layers", file);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    run.layers.push_back(read_layer(json, fmt::format("/layers/{}", i), file));
  }
  read_skipped(json, file, run);
  if (json.contains("slot_reasons")) run.slot_reasons = json["slot_reasons"];
  read_resolved(resolved, (folder / "resolved.yaml").string(), run);
  return run;
}

}  // namespace gossamer::report::comparison
