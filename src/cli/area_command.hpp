// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/usage.hpp"

namespace gossamer::cli {

/// `gossamer area ARCH`: the components of a machine with their areas, without simulating.
Command add_area_command(CLI::App& app);

}  // namespace gossamer::cli
