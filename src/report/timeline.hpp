// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/timeline.hpp"
#include "report/run_report.hpp"

namespace gossamer::report {

/// What timeline.json takes at most for what a layer has recorded; timeline.vcd takes less. Cycles
/// have at most twelve digits.
inline constexpr core::TimelineCosts timeline_json_costs{300, 124, 320, 90, true, 160, 20, 90};
/// The same for timeline.vcd, with signals of at most 64 bits.
inline constexpr core::TimelineCosts timeline_vcd_costs{24, 44, 24, 84, false, 40, 20, 80};

/// What either file takes at most besides, for one layer of that name and once for all.
std::uint64_t timeline_bytes_of_layer(const std::string& name);
inline constexpr std::uint64_t timeline_bytes_of_file = 4096;

/// timeline.json: the layers of a run one behind the other in the trace-event format that Perfetto
/// and Chrome read, one unit of time (a microsecond of the format) a cycle. Content and meaning are
/// in docs/timeline.md. Every layer must have its timeline.
std::string timeline_json(const RunReport& run);

/// timeline.vcd: the same as a value change dump (IEEE 1364), one unit of time (1 ns) a cycle.
/// Activities are numbers of two bits in the order of core::Activity; what was not recorded is x.
std::string timeline_vcd(const RunReport& run);

/// What was recorded and what was left out, in words, for the console. Ends with a line feed.
std::string timeline_text(const RunReport& run);

}  // namespace gossamer::report
