// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tensor/tensor.hpp"

namespace gossamer::tensor {

/// In words: how many elements of `got` differ from `expected` and which comes first, with both
/// values; or that the shapes differ. Empty if they are equal.
std::vector<std::string> describe_differences(const Tensor<std::int16_t>& got,
                                              const Tensor<std::int16_t>& expected);

}  // namespace gossamer::tensor
