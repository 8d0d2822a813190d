// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/usage.hpp"

namespace gossamer::cli {

/// `gossamer describe [ARCH]`: every architecture, or every parameter of one.
Command add_describe_command(CLI::App& app);

}  // namespace gossamer::cli
