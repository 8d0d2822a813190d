// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/run_report.hpp"

namespace gossamer::report {

struct TextOptions {
  bool colour = false;  ///< ANSI codes, for a terminal that shows them
};

/// What `gossamer run` prints: a table of the layers, where the cycles went, energy and area by
/// component. Plain text, at most 80 columns.
std::string console_text(const RunReport& run, const TextOptions& options = {});

}  // namespace gossamer::report
