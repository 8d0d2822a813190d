// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include "cli/usage.hpp"

namespace gossamer::cli {

/// Declares `gossamer sweep`.
Command add_sweep_command(CLI::App& app);

}  // namespace gossamer::cli
