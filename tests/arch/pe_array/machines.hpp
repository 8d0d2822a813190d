// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "arch/pe_array/architecture.hpp"
#include "core/errors.hpp"
#include "core/parameter_reader.hpp"
#include "core/yaml.hpp"

namespace gossamer::test {

/// The machine of a file `f` with these parameters alone. Throws ConfigError.
inline std::unique_ptr<arch::Machine> pe_array_machine(const std::string& parameters = "{}") {
  const auto architecture = arch::pe_array::make_architecture();
  core::Faults faults;
  core::ParameterReader reader{core::parse_yaml(parameters, "f"), "f", {}, faults};
  architecture->describe(reader);
  reader.finish();
  architecture->check([&](const std::string& path) { return reader.where(path); }, faults);
  faults.throw_if_any();
  return architecture->build(1.0);
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
