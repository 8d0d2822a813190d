// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cost/breakdown.hpp"
#include "report/run_report.hpp"

namespace gossamer::report {

struct TextOptions {
  bool colour = false;  ///< ANSI codes, for a terminal that shows them
};

/// What `gossamer run` prints: a table of the layers, where the cycles went, energy and area by
/// component. Plain text, at most 80 columns.
std::string console_text(const RunReport& run, const TextOptions& options = {});

/// What `gossamer area` prints: area by component, calibrated and raw, in mm2.
std::string area_text(const cost::Breakdown& area_mm2, const TextOptions& options = {});

}  // namespace gossamer::report
