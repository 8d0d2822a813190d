// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "cli/compare_machines.hpp"
#include "report/comparison/comparison.hpp"

namespace gossamer::cli {

/// The figures of configs/published.yaml about two of these machines: those whose parameters are,
/// but for technology and calibration, the published machine's. Throws ConfigError, FileError.
std::vector<report::comparison::PublishedFigure> published_figures(
    const std::vector<MachineSource>& machines);

}  // namespace gossamer::cli
