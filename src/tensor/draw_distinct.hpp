// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/random.hpp"

namespace gossamer::tensor {

/// `count` distinct numbers below `total`, every set of them equally likely; all of them in order
/// if there are no more (Bentley and Floyd, "A sample of brilliance", CACM 30(9), 1987). Throws
/// std::length_error for a total above 2^32.
std::vector<std::size_t> draw_distinct(std::size_t total, std::size_t count,
                                       core::RandomStream& random);

}  // namespace gossamer::tensor
