// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/usage.hpp"

namespace gossamer::cli {

/// `gossamer compare A B...`: compares runs, or machines that it simulates.
Command add_compare_command(CLI::App& app);

}  // namespace gossamer::cli
