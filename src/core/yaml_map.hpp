// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors.hpp"
#include "core/written_value.hpp"

namespace gossamer::core {

/// One key of a mapping with its value.
struct YamlEntry {
  std::string key;
  Position key_where;
  YAML::Node node;
  WrittenValue value;  ///< a value left empty stands where its key does
};

/// A mapping of a YAML file that remembers which keys it was asked for. A node that is no mapping
/// is an empty one.
class YamlMap {
 public:
  YamlMap(const YAML::Node& mapping, const std::string& file);

  /// The entry of `key`, or none; from now on the key is a known one.
  const YamlEntry* find(std::string_view key);

  /// Whether the mapping has the key, which does not make it a known one.
  bool has(std::string_view key) const { return index_.find(key) != index_.end(); }

  /// Of the mapping as a whole.
  const Position& where() const { return where_; }
  const std::vector<std::string>& known() const { return known_; }
  /// Entries that were never asked for, in the order of the file.
  std::vector<const YamlEntry*> unknown() const;

 private:
  Position where_;
  std::vector<YamlEntry> entries_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<std::string> known_;
};

/// Adds a fault for each key that was never asked for; `place` is "" or words such as " in pe".
void add_unknown_keys(const YamlMap& mapping, std::string_view place, Faults& faults);

}  // namespace gossamer::core
