// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gossamer::core {

/// A user's text in single quotes, fit for one line of a message: control characters are escaped,
/// anything beyond 60 bytes is cut off.
std::string quoted(std::string_view text);

/// `a, b, c`
std::string joined(const std::vector<std::string>& names);

/// The known name nearest to `name` by edit distance (transpositions count as one), else one that
/// it begins, or "" if none
/// is near.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

/// `; did you mean 'x'?` or, if no name is near, `; allowed: a, b, c`. Ready to append to a
/// message.
std::string suggestion(std::string_view name, const std::vector<std::string>& known);

}  // namespace gossamer::core
