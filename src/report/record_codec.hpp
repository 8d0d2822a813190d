// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/layer_record.hpp"

namespace gossamer::report {

/// A record as JSON with all its fields; numbers keep their exact value, but for those that are
/// not finite, which JSON text cannot hold.
nlohmann::json encode(const core::LayerRecord& record);

/// The inverse of encode(). Throws FileError if a field is missing or of the wrong type.
core::LayerRecord decode(const nlohmann::json& encoded);

/// A record as CBOR (RFC 8949), as worker processes hand it over: every field exact.
std::vector<std::uint8_t> to_bytes(const core::LayerRecord& record);

/// The inverse of to_bytes(). Throws FileError if the bytes are damaged or incomplete.
core::LayerRecord from_bytes(const std::vector<std::uint8_t>& bytes);

}  // namespace gossamer::report
