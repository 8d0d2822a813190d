// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace gossamer::tensor::quantize {

/// The 2^k - 1 weights at which DoReFa's level steps up, ascending: element j is the smallest
/// binary32 number whose tanh(w) / (2 tanh(largest)) + 1/2 rounds to level j + 1 or above. Found
/// with 50 digits and an inverse tanh, so that no host's mathematical library has a say.
/// `largest` is the largest magnitude, above 0.
std::vector<float> dorefa_steps(float largest, unsigned bits);

}  // namespace gossamer::tensor::quantize
