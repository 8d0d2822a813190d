// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/layer_record.hpp"
#include "support/catch.hpp"
#include "support/records.hpp"

namespace gossamer::test {

/// Multiplier-cycles of a slot.
inline std::uint64_t slot(const core::LayerRecord& record, const std::string& name) {
  for (const auto& [key, value] : record.slots) {
    if (key == name) return value;
  }
  FAIL("no slot " << name);
  return 0;
}

}  // namespace gossamer::test
