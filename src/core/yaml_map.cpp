// SPDX-License-Identifier: Apache-2.0
#include "core/yaml_map.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/names.hpp"
#include "core/yaml.hpp"

namespace gossamer::core {

YamlMap::YamlMap(const YAML::Node& mapping, const std::string& file)
    : where_{position_of(mapping, file)} {
  if (!mapping.IsMap()) return;
  for (const auto& pair : mapping) {
    const YAML::Node key = pair.first;
    const YAML::Node node = pair.second;
    // Repeated keys, merge keys and keys that are no words are the loader's faults.
    if (!key.IsScalar() || key.Scalar() == "<<") continue;
    if (!index_.emplace(key.Scalar(), entries_.size()).second) continue;
    const Position key_where = position_of(key, file);
    const Position value_where = node.IsNull() ? key_where : position_of(node, file);
    entries_.push_back({key.Scalar(), key_where, node, written_value(node, value_where)});
  }
}

const YamlEntry* YamlMap::find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  const auto found = index_.find(key);
  return found == index_.end() ? nullptr : &entries_[found->second];
}

std::vector<const YamlEntry*> YamlMap::unknown() const {
  std::vector<const YamlEntry*> rest;
  for (const YamlEntry& entry : entries_) {
    if (std::find(known_.begin(), known_.end(), entry.key) == known_.end()) rest.push_back(&entry);
  }
  return rest;
}

void add_unknown_keys(const YamlMap& mapping, std::string_view place, Faults& faults) {
  for (const YamlEntry* entry : mapping.unknown()) {
    faults.add(entry->key_where, fmt::format("unknown key {}{}{}", core::quoted(entry->key), place,
                                             suggestion(entry->key, mapping.known())));
  }
}

}  // namespace gossamer::core
