// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gossamer::core {

/// The offset of the first byte that is not part of a well-formed UTF-8 sequence (RFC 3629), or the
/// size of `text` if there is none.
std::size_t first_malformed_utf8(std::string_view text);

/// The text with U+FFFD in the place of every byte that is not part of a well-formed sequence.
std::string well_formed_utf8(std::string_view text);

/// Whether a text can stand in a name: well-formed UTF-8 without control characters.
bool is_printable(std::string_view text);

}  // namespace gossamer::core
