// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace gossamer::core {

/// The bytes of a file. Throws FileError if it cannot be read, is a directory or holds more than
/// `limit` bytes.
std::string read_text_file(const std::string& path, std::size_t limit);

}  // namespace gossamer::core
