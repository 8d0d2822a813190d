// SPDX-License-Identifier: Apache-2.0
#include "core/parameter_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "core/names.hpp"
#include "core/written_value.hpp"
#include "core/yaml_map.hpp"

namespace gossamer::core {

struct ParameterReader::State {
  std::string file;
  std::vector<Override> overrides;
  Faults& faults;
  std::map<std::string, YamlMap> groups;  ///< by dotted path; "" for the file
  std::string group;                      ///< the path being visited
  std::vector<std::string> paths;         ///< of all parameters, for suggestions
  std::map<std::string, Position> written_at;

  State(const YAML::Node& mapping, std::string name, std::vector<Override> sets, Faults& found)
      : file{std::move(name)}, overrides{std::move(sets)}, faults{found} {
    if (mapping.IsDefined() && !mapping.IsNull() && !mapping.IsMap()) {
      faults.add(written_value(mapping, {file, 1, 1}).where,
                 "the file must be a mapping: lines of `key: value`");
    }
    groups.emplace("", YamlMap{mapping, file});
  }

  std::string path_of(std::string_view name) const {
    return group.empty() ? std::string{name} : fmt::format("{}.{}", group, name);
  }

  /// The value of a parameter: the last `--set` of it, else the file's, else none.
  std::optional<WrittenValue> written(std::string_view name) {
    const std::string path = path_of(name);
    paths.push_back(path);
    const YamlEntry* entry = groups.at(group).find(name);
    std::optional<WrittenValue> value;
    if (entry != nullptr) value = entry->value;
    for (const Override& set : overrides) {
      if (set.path != path) continue;
      value = WrittenValue{set.position(), WrittenValue::Form::plain, set.value};
    }
    if (value) written_at[path] = value->where;
    return value;
  }

  void enter(std::string_view name) {
    const std::string path = path_of(name);
    const YamlEntry* entry = groups.at(group).find(name);
    if (entry != nullptr) {
      written_at[path] = entry->value.where;
      if (entry->value.form != WrittenValue::Form::mapping) {
        faults.add(entry->value.where, path + ": must be a group of `key: value` lines");
      }
    }
    groups.try_emplace(path, entry == nullptr ? YAML::Node{} : entry->node, file);
    group = path;
  }

  void add_unknown_keys(const std::string& of, const YamlMap& mapping) {
    for (const YamlEntry* entry : mapping.unknown()) {
      const std::string elsewhere = path_that_ends_in(entry->key);
      const std::string hint = elsewhere.empty()
                                   ? suggestion(entry->key, mapping.known())
                                   : "; did you mean " + core::quoted(elsewhere) + "?";
      faults.add(entry->key_where, fmt::format("unknown key {}{}{}", core::quoted(entry->key),
                                               of.empty() ? "" : " in " + of, hint));
    }
  }

  /// The parameter a key would be in another group, or "".
  std::string path_that_ends_in(const std::string& key) const {
    for (const std::string& path : paths) {
      const std::size_t dot = path.rfind('.');
      if (path.compare(dot == std::string::npos ? 0 : dot + 1, std::string::npos, key) == 0) {
        return path;
      }
    }
    return "";
  }

  void add_unused_overrides() {
    for (const Override& set : overrides) {
      if (std::find(paths.begin(), paths.end(), set.path) != paths.end()) continue;
      const bool is_group = groups.count(set.path) != 0;
      faults.add(set.position(),
                 is_group ? fmt::format("{} is a group; set one of its parameters: {}",
                                        core::quoted(set.path), joined(members(set.path)))
                          : fmt::format("unknown parameter {}{}", core::quoted(set.path),
                                        suggestion(set.path, paths)));
    }
  }

  std::vector<std::string> members(const std::string& of) const {
    std::vector<std::string> found;
    for (const std::string& path : paths) {
      if (path.compare(0, of.size() + 1, of + ".") == 0) found.push_back(path);
    }
    return found;
  }
};

Position Override::position() const {
  return where.file.empty() ? Position{fmt::format("--set {}={}", path, value), 0, 0} : where;
}

Override parse_override(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw ConfigError{{"--set " + text, 0, 0}, "must be path=value, such as pe.rows=4"};
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

ParameterReader::ParameterReader(const YAML::Node& mapping, std::string file,
                                 std::vector<Override> overrides, Faults& faults)
    : state_{std::make_unique<State>(mapping, std::move(file), std::move(overrides), faults)} {}

ParameterReader::~ParameterReader() = default;

void ParameterReader::field(std::string_view name, std::uint32_t& value, std::string_view,
                            std::string_view, std::uint32_t min, std::uint32_t max) {
  const auto written = state_->written(name);
  if (!written) return;
  const auto number = as_integer(*written, state_->path_of(name), min, max, state_->faults);
  if (number) value = static_cast<std::uint32_t>(*number);
}

void ParameterReader::field(std::string_view name, double& value, std::string_view,
                            std::string_view, double min, double max) {
  const auto written = state_->written(name);
  if (!written) return;
  value = as_number(*written, state_->path_of(name), min, max, state_->faults).value_or(value);
}

void ParameterReader::field(std::string_view name, bool& value, std::string_view) {
  const auto written = state_->written(name);
  if (!written) return;
  value = as_boolean(*written, state_->path_of(name), state_->faults).value_or(value);
}

void ParameterReader::field(std::string_view name, std::string& value, std::string_view) {
  const auto written = state_->written(name);
  if (!written) return;
  value = as_text(*written, state_->path_of(name), state_->faults).value_or(value);
}

void ParameterReader::choice(std::string_view name, std::size_t& value, std::string_view,
                             const std::vector<std::string>& choices) {
  const auto written = state_->written(name);
  if (!written) return;
  value = as_choice(*written, state_->path_of(name), choices, state_->faults).value_or(value);
}

void ParameterReader::group(std::string_view name, std::string_view,
                            const std::function<void(ParameterVisitor&)>& members) {
  const std::string outer = state_->group;
  state_->enter(name);
  members(*this);
  state_->group = outer;
}

void ParameterReader::finish() {
  for (const auto& [path, mapping] : state_->groups) state_->add_unknown_keys(path, mapping);
  state_->add_unused_overrides();
}

Position ParameterReader::where(const std::string& path) const {
  const auto found = state_->written_at.find(path);
  return found == state_->written_at.end() ? Position{state_->file, 0, 0} : found->second;
}

}  // namespace gossamer::core
