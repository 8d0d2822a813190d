// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report/run_report.hpp"

namespace gossamer::report {

/// What `gossamer area` shows of a machine.
struct AreaReport {
  std::string architecture;
  Pricing pricing;
  cost::Breakdown area_mm2;
  std::vector<cost::ComponentArea> tree;
  std::vector<cost::SourceRow> sources;           ///< empty unless asked for
  std::vector<cost::ScalingSource> scaling = {};  ///< likewise
};

/// A table of the components, each with its parts below it, at most 80 columns.
std::string area_text(const AreaReport& report);

/// Schema gossamer-area/1 (docs/report.md).
std::string area_json(const AreaReport& report);

/// The key `area_tree` of both reports: components in the machine's order.
nlohmann::ordered_json area_tree_json(const std::vector<cost::ComponentArea>& tree);

/// The key `pricing` of both reports.
nlohmann::ordered_json pricing_json(const Pricing& pricing);

/// One line: technology, scaling method, voltage and calibration.
std::string pricing_text(const Pricing& pricing);

}  // namespace gossamer::report
