// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/compare_machines.hpp"
#include "report/comparison/comparison.hpp"

namespace gossamer::cli {

/// The figures of configs/published.yaml about these machines: those whose parameters are the
/// published machine's. Areas and energies also need the files that it is priced with, where
/// `technology`, if not "", stands for every machine's own. Throws ConfigError, FileError.
std::vector<report::comparison::PublishedFigure> published_figures(
    const std::vector<MachineSource>& machines, const std::string& technology);

}  // namespace gossamer::cli
