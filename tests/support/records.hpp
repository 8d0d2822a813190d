// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/layer_record.hpp"
#include "support/catch.hpp"

namespace gossamer::test {

/// The outputs were compared and are right; every multiplier-cycle and every module's edge is
/// booked once.
inline void require_sound(const core::LayerRecord& record) {
  INFO(record.name);
  for (const auto& text : record.mismatches) UNSCOPED_INFO(text);
  CHECK(record.mismatches.empty());
  CHECK(record.checked);
  std::uint64_t slots = 0;
  for (const auto& [name, count] : record.slots) slots += count;
  CHECK(slots == record.multipliers * record.cycles);
  for (const auto& [module, activity] : record.activity) {
    INFO(module);
    CHECK(activity.total().count() == record.cycles);
  }
}

/// Everything but the wall-clock facts.
inline void require_same_record(const core::LayerRecord& a, const core::LayerRecord& b) {
  CHECK(a.name == b.name);
  CHECK(a.kind == b.kind);
  CHECK(a.cycles == b.cycles);
  CHECK(a.macs == b.macs);
  CHECK(a.effectual_macs == b.effectual_macs);
  CHECK(a.multipliers == b.multipliers);
  CHECK(a.dram_read_bytes == b.dram_read_bytes);
  CHECK(a.dram_write_bytes == b.dram_write_bytes);
  CHECK(a.spilled == b.spilled);
  CHECK((a.timing == b.timing));
  CHECK(a.slots == b.slots);
  REQUIRE(a.activity.size() == b.activity.size());
  for (std::size_t module = 0; module < a.activity.size(); ++module) {
    CHECK(a.activity[module].first == b.activity[module].first);
    for (const auto what : {core::Activity::busy, core::Activity::wait_input,
                            core::Activity::wait_output, core::Activity::idle}) {
      INFO(a.activity[module].first << ", activity " << static_cast<int>(what));
      CHECK(a.activity[module].second.of(what).count() ==
            b.activity[module].second.of(what).count());
    }
  }
  CHECK(a.represents == b.represents);
  CHECK(a.counters == b.counters);
  CHECK(a.metrics == b.metrics);
  CHECK(a.choices == b.choices);
  CHECK(a.checked == b.checked);
  CHECK(a.mismatches == b.mismatches);
}

}  // namespace gossamer::test
