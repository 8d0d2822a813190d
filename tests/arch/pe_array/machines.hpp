// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "arch/pe_array/architecture.hpp"
#include "support/machines.hpp"

namespace gossamer::test {

/// The machine of a file `f` with these parameters alone. Throws ConfigError.
inline std::unique_ptr<arch::Machine> pe_array_machine(const std::string& parameters = "{}") {
  return machine_of(arch::pe_array::make_architecture(), parameters);
}

/// The widths of a preset, in the paper's notation: weights/activations/their scales, with the bits
/// of the rounded scale product.
inline std::string widths(int weights, int activations, int weight_scales, int activation_scales,
                          int rounded = 0) {
  return "weights: {bits: " + std::to_string(weights) +
         ", scale_bits: " + std::to_string(weight_scales) +
         "}\nactivations: {bits: " + std::to_string(activations) +
         ", scale_bits: " + std::to_string(activation_scales) +
         "}\nscale_product_bits: " + std::to_string(rounded) + "\n";
}

}  // namespace gossamer::test
