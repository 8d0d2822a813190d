// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tensor/quantize/lowbit_tensor.hpp"

namespace gossamer::cli {

/// What was written behind `gossamer quantize`; "" where an option was left out.
struct QuantizeOptions {
  std::vector<std::string> inputs;
  std::string output;
  std::string scheme;
  std::string bits;
  std::string threshold;
  std::string density;
  std::string scales;
  std::string axis;
  bool activations = false;
  bool codes = false;
};

/// What that asks for. Throws ConfigError for values that are not allowed, and for options that
/// would change nothing.
tensor::quantize::LowbitRequest request_of(const QuantizeOptions& options);

}  // namespace gossamer::cli
