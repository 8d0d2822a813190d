// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "numerics/lowbit/weight_format.hpp"

namespace gossamer::numerics::lowbit {

/// Names of weights as in a layer's `precision`: ternary, ttq, binary, wrpn2 to wrpn8, dorefa2 to
/// dorefa8, fp32, fp16.
const std::vector<std::string>& weight_names();

/// Of activations: fp32, fp16, int2 to int8, uint1 to uint8.
const std::vector<std::string>& activation_names();

/// Sets scheme and bits of a name; false, and nothing set, if it is none.
bool set_weights(std::string_view name, Format& format);

/// Sets type, bits and sign of a name. Sums become fp32 where activations are not fp16.
bool set_activations(std::string_view name, Format& format);

/// The names of a format's weights and activations.
std::string weights_name(const Format& format);
std::string activations_name(const Format& format);

}  // namespace gossamer::numerics::lowbit
