// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/banded_prices.hpp"
#include "cli/compare_machines.hpp"
#include "cli/compare_options.hpp"

namespace gossamer::cli {

/// What a reader must know to judge a comparison: nodes and calibrations that differ, technologies
/// without a band, what scaling has left alone, reports of other versions or prices, wrong values.
std::vector<std::string> comparison_notes(const std::vector<MachineSource>& machines,
                                          const std::vector<BandedPrices>& prices,
                                          const CompareOptions& options);

}  // namespace gossamer::cli
