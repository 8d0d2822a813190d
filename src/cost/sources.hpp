// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/component.hpp"
#include "cost/machine_tree.hpp"
#include "cost/technology.hpp"

namespace gossamer::cost {

/// Every quantity of the library that prices something of these components, by primitive: area and
/// leakage of each part, and the actions that theirs are made of. Factors hold at `voltage`.
std::vector<SourceRow> price_sources(const Technology& technology,
                                     const core::Components& components, double voltage);

/// Where the factors come from that bring those quantities to the technology.
std::vector<ScalingSource> scaling_sources(const Technology& technology);

}  // namespace gossamer::cost
