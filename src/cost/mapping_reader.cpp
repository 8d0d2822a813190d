// SPDX-License-Identifier: Apache-2.0
#include "cost/mapping_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/written_value.hpp"

namespace gossamer::cost {
namespace {

constexpr double smallest = 1e-9;
constexpr double largest = 1e12;

}  // namespace

MappingReader::MappingReader(const YAML::Node& mapping, const std::string& file, std::string what,
                             core::Faults& faults)
    : mapping_{mapping, file},
      is_mapping_{mapping.IsMap()},
      what_{std::move(what)},
      faults_{faults} {
  if (!is_mapping_) {
    faults_.add(mapping_.where(), fmt::format("{} must be a mapping of keys to values", what_));
  }
}

const core::YamlEntry* MappingReader::find(const std::string& key) {
  const auto* const entry = mapping_.find(key);
  if (entry == nullptr && is_mapping_) {
    faults_.add(mapping_.where(), fmt::format("{} lacks the key '{}'", what_, key));
  }
  return entry;
}

YAML::Node MappingReader::optional(const std::string& key) {
  const auto* const entry = mapping_.find(key);
  return entry == nullptr ? YAML::Node{YAML::NodeType::Undefined} : entry->node;
}

YAML::Node MappingReader::required(const std::string& key) {
  const auto* const entry = find(key);
  return entry == nullptr ? YAML::Node{YAML::NodeType::Undefined} : entry->node;
}

double MappingReader::positive(const std::string& key) {
  const auto* const entry = find(key);
  if (entry == nullptr) return 1.0;
  return core::as_number(entry->value, name(key), smallest, largest, faults_).value_or(1.0);
}

double MappingReader::non_negative(const std::string& key) {
  const auto* const entry = find(key);
  if (entry == nullptr) return 0.0;
  return core::as_number(entry->value, name(key), 0.0, largest, faults_).value_or(0.0);
}

double MappingReader::optional_positive(const std::string& key, double otherwise) {
  const auto* const entry = mapping_.find(key);
  if (entry == nullptr) return otherwise;
  return core::as_number(entry->value, name(key), smallest, largest, faults_).value_or(otherwise);
}

core::Position MappingReader::where(const std::string& key) {
  const auto* const entry = mapping_.find(key);
  return entry == nullptr ? mapping_.where() : entry->value.where;
}

std::string MappingReader::text(const std::string& key) {
  const auto* const entry = find(key);
  if (entry == nullptr) return {};
  auto written = core::as_text(entry->value, name(key), faults_).value_or(" ");
  if (written.empty()) faults_.add(entry->value.where, name(key) + ": must not be empty");
  return written;
}

std::string MappingReader::one_of(const std::string& key, const std::vector<std::string>& allowed) {
  const auto* const entry = find(key);
  if (entry == nullptr) return {};
  const auto index = core::as_choice(entry->value, name(key), allowed, faults_);
  return index ? allowed[*index] : std::string{};
}

bool MappingReader::boolean(const std::string& key) {
  const auto* const entry = find(key);
  return entry != nullptr && core::as_boolean(entry->value, name(key), faults_).value_or(false);
}

void MappingReader::finish() {
  if (is_mapping_) core::add_unknown_keys(mapping_, " in " + what_, faults_);
}

}  // namespace gossamer::cost
