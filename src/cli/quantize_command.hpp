// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/usage.hpp"

namespace gossamer::cli {

/// `gossamer quantize TENSOR.npy... -o OUT --scheme NAME`: tensors to weights or activations of few
/// bits.
Command add_quantize_command(CLI::App& app);

}  // namespace gossamer::cli
