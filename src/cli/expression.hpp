// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <re2/re2.h>

#include <memory>
#include <string>

namespace gossamer::cli {

/// The regular expression (RE2 syntax) that a user gave with `option`. Throws ConfigError if `text`
/// is none.
std::shared_ptr<const re2::RE2> read_expression(const std::string& option, const std::string& text);

}  // namespace gossamer::cli
