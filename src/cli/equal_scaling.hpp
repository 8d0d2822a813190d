// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "arch/configuration.hpp"

namespace gossamer::cli {

/// `--equal area`, or `--equal area=8.0`.
struct EqualRequest {
  std::string quantity;  ///< area, multipliers or bandwidth
  std::string unit;
  std::optional<double> target;  ///< none: the baseline's
};

/// Throws ConfigError for an unknown quantity and for a target that is no positive number.
EqualRequest parse_equal(const std::string& text);

/// An architecture file with the overrides it is read with.
struct ConfigurationFile {
  std::string path;
  std::vector<core::Override> overrides;

  arch::Configuration read() const;
  /// With further overrides, which take the place of others of the same parameter.
  ConfigurationFile with(const std::vector<core::Override>& further) const;
};

/// The machine's area in mm2 as `technology` prices it ("" for its own), its multipliers, or its
/// DRAM's GB/s. Throws ConfigError, FileError.
double measure(const EqualRequest& request, const arch::Configuration& machine,
               const std::string& technology);

/// A machine made to have a quantity of the target.
struct ScaledMachine {
  ConfigurationFile file;
  nlohmann::ordered_json changes = nlohmann::ordered_json::object();  ///< path: [before, after]
  double deviation = 0.0;  ///< of what was reached, as a fraction of the target
};

/// The size of the machine (Architecture::sizes) whose area or multipliers come nearest to the
/// target; the machine as it is if no other comes nearer. Bandwidth is set. Throws ConfigError if
/// the machine has one size only, if the nearest is more than a quarter of the target off, for a
/// bandwidth that no machine has, and for parameters that some size refuses.
ScaledMachine scale_to(double target, const EqualRequest& request, const ConfigurationFile& file,
                       const std::string& technology);

}  // namespace gossamer::cli
