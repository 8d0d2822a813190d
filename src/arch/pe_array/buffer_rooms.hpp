// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/pe_array/parameters.hpp"

namespace gossamer::arch::pe_array {

/// A sixteenth of the global buffer's activations: where they are on their way to or from DRAM.
inline constexpr std::uint32_t staging_share = 16;

/// Bytes of the global buffer's part for weights: whole vectors of its elements, with their scales.
std::uint64_t weight_room(const Params& params);
/// The same of its part for activations, and of the staging share of it.
std::uint64_t activation_room(const Params& params);
std::uint64_t staging_room(const Params& params);

}  // namespace gossamer::arch::pe_array
