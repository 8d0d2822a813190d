// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/run_report.hpp"

namespace gossamer::report {

/// layers.csv: a header and one row per layer; columns are those of docs/report.md. A layer that
/// lacks a slot, component or metric of another layer has an empty cell. Quoted as RFC 4180 says,
/// lines end with a line feed.
std::string layers_csv(const RunReport& run);

}  // namespace gossamer::report
