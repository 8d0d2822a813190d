// SPDX-License-Identifier: Apache-2.0
#include "report/resolved_yaml.hpp"

#include <array>
#include <cctype>
#include <string_view>

namespace gossamer::report {
namespace {

using nlohmann::ordered_json;

/// Whether YAML 1.1 or 1.2 reads a bare word as something other than a text.
bool is_reserved(const std::string& key) {
  static constexpr std::array<std::string_view, 9> words{"true", "false", "null", "yes", "no",
                                                         "on",   "off",   "y",    "n"};
  std::string lower;
  for (const char c : key) {
    lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  for (const auto word : words) {
    if (lower == word) return true;
  }
  return false;
}

std::string key_text(const std::string& key) {
  const bool is_word = !key.empty() && std::isalpha(static_cast<unsigned char>(key[0])) != 0 &&
                       key.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyz"
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-") == std::string::npos;
  return is_word && !is_reserved(key) ? key : ordered_json(key).dump();
}

// An empty container has no block style; its JSON form is YAML as it stands.
bool is_inline(const ordered_json& json) {
  return !json.is_structured() || json.empty();
}

void append(std::string& text, const ordered_json& json, std::size_t indent);

void append_value(std::string& text, const ordered_json& json, std::size_t indent) {
  if (is_inline(json)) {
    text += ' ' + json.dump() + '\n';
  } else {
    text += '\n';
    append(text, json, indent + 2);
  }
}

void append(std::string& text, const ordered_json& json, std::size_t indent) {
  if (is_inline(json)) {
    text += json.dump() + '\n';
  } else if (json.is_array()) {
    for (const auto& element : json) {
      text += std::string(indent, ' ') + "-";
      append_value(text, element, indent);
    }
  } else {
    for (const auto& [key, value] : json.items()) {
      text += std::string(indent, ' ') + key_text(key) + ":";
      append_value(text, value, indent);
    }
  }
}

ordered_json inputs_json(const RunReport& run) {
  auto inputs = ordered_json::array();
  for (const auto& input : run.inputs) {
    inputs.push_back({{"role", input.role}, {"file", input.file}, {"sha256", input.sha256}});
  }
  return inputs;
}

}  // namespace

std::string to_yaml(const ordered_json& json) {
  std::string text;
  append(text, json, 0);
  return text;
}

std::string resolved_yaml(const RunReport& run) {
  ordered_json file = run.repeatable_config;
  file["run"] = {{"gossamer", run.version},  {"architecture", run.architecture},
                 {"workload", run.workload}, {"seed", run.seed},
                 {"options", run.options},   {"inputs", inputs_json(run)}};
  return "# An architecture file with every parameter; `run` is what else a repeat of the run "
         "needs.\n" +
         to_yaml(file);
}

}  // namespace gossamer::report
