// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/comparison/comparison.hpp"

namespace gossamer::report::comparison {

/// A shipped architecture with other values for some parameters, as a publication evaluates it.
struct Design {
  std::string architecture;  ///< "" for none
  std::vector<std::pair<std::string, std::string>> set;
};

/// An entry of configs/published.yaml.
struct PublishedEntry {
  Design machine;
  Design against;
  PublishedFigure figure;  ///< without the names of the machines
};

/// What published figures can be about.
const std::vector<std::string>& published_quantities();

/// Reads configs/published.yaml. Throws ConfigError with all faults, or FileError.
std::vector<PublishedEntry> read_published(const std::string& path);

/// `published` of compare.json: the figures whose workloads were all compared, with as many layers,
/// beside what `machines` and `workloads` of compare.json have for them.
nlohmann::ordered_json published_json(const std::vector<PublishedFigure>& figures,
                                      const nlohmann::ordered_json& machines,
                                      const nlohmann::ordered_json& workloads);

}  // namespace gossamer::report::comparison
