// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/usage.hpp"

namespace gossamer::cli {

/// `gossamer run ARCH WORKLOAD`: simulates a network and writes its report.
Command add_run_command(CLI::App& app);

}  // namespace gossamer::cli
