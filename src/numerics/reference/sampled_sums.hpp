// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "numerics/reference/int16_reference.hpp"

namespace gossamer::numerics::reference {

/// conv2d_sum() of many flat indices, in their order: less than a nanosecond per weight and output,
/// where conv2d_sum() tests every bound.
std::vector<std::int64_t> sampled_sums(const ConvShape& shape, const std::int16_t* weights,
                                       const std::int16_t* activations, unsigned product_shift,
                                       const std::vector<std::size_t>& indices);

}  // namespace gossamer::numerics::reference
