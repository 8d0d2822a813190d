// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace gossamer::core {

/// Hands the bytes of a file on, piece by piece. Throws FileError if it cannot be read or is no
/// regular file: a pipe or a device might never end.
void read_in_pieces(const std::string& path,
                    const std::function<void(std::string_view piece)>& take);

/// The bytes of a file. Throws FileError like read_in_pieces, or if they are more than `limit`.
std::string read_text_file(const std::string& path, std::size_t limit);

}  // namespace gossamer::core
