// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <memory>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "core/parameters.hpp"

namespace gossamer::core {

/// Another value for a parameter: `--set path=value` from the command line (`pe.rows=4`), or a
/// value of a sweep.
struct Override {
  std::string path;
  std::string value;
  Position where{};  ///< in a file; none for the command line

  /// What faults of the value begin with.
  Position position() const;
};

/// Splits `path=value`. Throws ConfigError with the text if there is no '=' or the path is empty.
Override parse_override(const std::string& text);

/// Fills parameters from a YAML mapping; a key that is absent leaves its default. Type, range and
/// choice faults go to `faults` with their position; `finish()` adds unknown keys and unused
/// overrides, with the nearest name.
class ParameterReader : public ParameterVisitor {
 public:
  ParameterReader(const YAML::Node& mapping, std::string file, std::vector<Override> overrides,
                  Faults& faults);
  ~ParameterReader() override;

  void field(std::string_view name, std::uint32_t& value, std::string_view unit,
             std::string_view meaning, std::uint32_t min, std::uint32_t max) override;
  void field(std::string_view name, double& value, std::string_view unit, std::string_view meaning,
             double min, double max) override;
  void field(std::string_view name, bool& value, std::string_view meaning) override;
  void field(std::string_view name, std::string& value, std::string_view meaning) override;
  void choice(std::string_view name, std::size_t& value, std::string_view meaning,
              const std::vector<std::string>& choices) override;
  void group(std::string_view name, std::string_view meaning,
             const std::function<void(ParameterVisitor&)>& members) override;

  /// Call once, after the last field.
  void finish();

  /// Where the value of `path` ("pe.rows") came from: its node, the `--set`, or the file as a
  /// whole. For faults that only several parameters together show.
  Position where(const std::string& path) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gossamer::core
