// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gossamer::cost {

/// Where a number comes from (docs/cost.md).
inline const std::vector<std::string> marks{"published", "recalled", "derived", "assumed"};

/// Kinds of transistors that a source's leakage holds for; a technology has a factor for each.
inline const std::vector<std::string> transistor_classes{"general", "high_performance"};

}  // namespace gossamer::cost
