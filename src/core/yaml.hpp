// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <string>

#include "core/errors.hpp"

namespace gossamer::core {

/// Reads a YAML file with all the strictness that yaml-cpp 0.7 lacks: repeated keys, `<<`, tags,
/// anchors and several documents are refused; every node keeps its position.
/// Throws FileError (cannot be read) or ConfigError (not YAML, or refused; all faults at once).
YAML::Node load_yaml(const std::string& path);

/// The same, but what YAML allows and Gossamer refuses goes to `faults`, so that the caller can add
/// its own; of a repeated key the first value counts.
YAML::Node load_yaml(const std::string& path, Faults& faults);

/// The first of these for a text that is already in memory; `name` stands for the file in messages.
YAML::Node parse_yaml(const std::string& text, const std::string& name);

/// Where a node of `file` stands.
Position position_of(const YAML::Node& node, const std::string& file);

/// A decimal whole number, strictly: digits with an optional sign; no leading zero, hexadecimal,
/// exponent or fraction. False if `text` is not one or does not fit.
bool parse_integer(const std::string& text, std::int64_t& value);

/// A finite decimal number, strictly. False if `text` is not one.
bool parse_number(const std::string& text, double& value);

}  // namespace gossamer::core
