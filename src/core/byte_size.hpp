// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace gossamer::core {

/// Reads a number of bytes: a whole number of at least 1 with an optional KiB, MiB or GiB ("8GiB",
/// "512 MiB"). Nothing if `text` is not one or does not fit.
std::optional<std::uint64_t> parse_byte_size(const std::string& text);

/// Bytes for people, in the largest binary unit that leaves at least 1: "8.0 GiB", "312 B".
std::string format_bytes(std::uint64_t bytes);

}  // namespace gossamer::core
