// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/run_report.hpp"

namespace gossamer::report {

/// A line per layer on where its cycles went, at most 80 columns wide; long sentences go on in a
/// further line. "" if no layer has slots.
std::string bottleneck_text(const RunReport& run, bool colour);

}  // namespace gossamer::report
