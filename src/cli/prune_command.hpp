// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/usage.hpp"

namespace gossamer::cli {

/// `gossamer prune TENSOR.npy... -o OUT`: magnitude pruning of tensors to a pattern or density.
Command add_prune_command(CLI::App& app);

}  // namespace gossamer::cli
