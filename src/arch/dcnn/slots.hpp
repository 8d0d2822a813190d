// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "arch/slot_counts.hpp"

namespace gossamer::arch::dcnn {

/// What a multiplier did in a cycle.
enum class Slot {
  useful,                 ///< multiplied two non-zeros
  zero_operand,           ///< had an input or a weight that is zero
  padding,                ///< had an input outside of the plane
  partial_chunk,          ///< had no operands: fewer were left of the kernel than multipliers
  no_tile,                ///< its PE has no part of the output plane
  weight_starvation,      ///< waited for weights
  activation_starvation,  ///< waited for inputs from DRAM
  barrier,       ///< waited for other PEs at the end of a step, and for the next step's start
  fill,          ///< waited for the first weights of the layer
  drain,         ///< waited for the pipeline or the post-processing to empty
  output_write,  ///< waited for outputs to leave for DRAM
};

inline constexpr std::array<std::string_view, 11> slot_names{"useful",
                                                             "zero_operand",
                                                             "padding",
                                                             "partial_chunk",
                                                             "no_tile",
                                                             "weight_starvation",
                                                             "activation_starvation",
                                                             "barrier",
                                                             "fill",
                                                             "drain",
                                                             "output_write"};

using SlotCounts = arch::SlotCounts<Slot, slot_names.size()>;

}  // namespace gossamer::arch::dcnn
