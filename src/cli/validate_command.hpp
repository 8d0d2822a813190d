// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/usage.hpp"

namespace gossamer::cli {

/// `gossamer validate FILE...`: reads and checks architectures, workloads, technologies
/// and calibrations, simulates nothing.
Command add_validate_command(CLI::App& app);

}  // namespace gossamer::cli
