// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/run_report.hpp"

namespace gossamer::report {

/// What the machine chose for itself, a line per value: "mapping: planar" for most layers, then
/// "mapping: channel for fc6, fc7". "" if there was no choice.
std::string choices_text(const RunReport& run);

}  // namespace gossamer::report
