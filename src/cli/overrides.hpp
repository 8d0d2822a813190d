// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/parameter_reader.hpp"

namespace gossamer::cli {

/// The texts of `--set path=value`. Throws ConfigError for each that is malformed or given twice.
std::vector<core::Override> parse_overrides(const std::vector<std::string>& texts);

}  // namespace gossamer::cli
