// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gossamer::core {

/// SHA-256 of some bytes as 64 hexadecimal digits: identifies an input file in resolved.yaml.
std::string digest(std::string_view bytes);

/// The same of a file, read in pieces. Throws FileError if it cannot be read.
std::string digest_of_file(const std::string& path);

}  // namespace gossamer::core
