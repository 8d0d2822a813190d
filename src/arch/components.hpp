// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/component.hpp"
#include "memory/dram.hpp"

namespace gossamer::arch {

/// From one PE to the next: the side of a PE of 0.123 mm2 (Parashar et al., ISCA 2017, table 3),
/// for all machines, so that they are compared with the same wires.
inline constexpr double pitch_mm = 0.35;

/// Bits that tell `choices` things apart; at least 1.
double address_bits(std::uint32_t choices);

/// A memory macro with one port and one bank. Its reads and writes count what takes `accesses`
/// words of `width_bits`.
core::Component sram(std::string path, std::uint64_t instances, std::uint32_t kib,
                     double width_bits, double accesses);

/// State machines, counters and clock of a PE. Not counted.
core::Component control(std::uint64_t pes);

/// The requests under way; they are not counted one by one.
core::Component dram_requests(const memory::Dram::Params& params);

/// The memory outside the chip; its counters count bytes.
core::Component dram(const memory::Dram::Params& params);

}  // namespace gossamer::arch
