// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

#include "core/errors.hpp"
#include "core/yaml_map.hpp"

namespace gossamer::cost {

/// Reads one YAML mapping in which most keys are required. Whatever is wrong goes to `faults` with
/// its position, and a harmless value is returned, so that all faults of a file are found at once.
class MappingReader {
 public:
  /// `what` names the mapping in messages: "the price sram/read".
  MappingReader(const YAML::Node& mapping, const std::string& file, std::string what,
                core::Faults& faults);

  /// A required number from 1e-9 to 1e12.
  double positive(const std::string& key);
  /// A required number from 0 to 1e12.
  double non_negative(const std::string& key);
  /// A positive number, or `otherwise` if the key is absent.
  double optional_positive(const std::string& key, double otherwise);
  /// A required text that is not empty.
  std::string text(const std::string& key);
  /// A required text out of a list.
  std::string one_of(const std::string& key, const std::vector<std::string>& allowed);
  /// A required true or false.
  bool boolean(const std::string& key);
  /// The node of a key, undefined if the key is absent.
  YAML::Node optional(const std::string& key);
  /// The node of a key, undefined and a fault if the key is absent.
  YAML::Node required(const std::string& key);
  /// Where the value of a key stands; the mapping's own place if the key is absent.
  core::Position where(const std::string& key);
  /// Notes the keys that were never asked for. Call once, last.
  void finish();

 private:
  const core::YamlEntry* find(const std::string& key);
  std::string name(const std::string& key) const { return what_ + ", " + key; }

  core::YamlMap mapping_;
  bool is_mapping_;
  std::string what_;
  core::Faults& faults_;
};

}  // namespace gossamer::cost
