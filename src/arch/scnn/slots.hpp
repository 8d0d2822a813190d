// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "arch/slot_counts.hpp"

namespace gossamer::arch::scnn {

/// What a multiplier did in a cycle.
enum class Slot {
  useful,                 ///< multiplied two non-zeros whose product belongs to the output plane
  outside_plane,          ///< the same, but the product falls outside the plane and is dropped
  placeholder,            ///< had a placeholder of the compressed form as an operand
  zero_operand,           ///< multiplied a zero that a one-sided machine does not skip
  partial_vector,         ///< had no operand: the vector of activations or weights was not full
  no_tile,                ///< its PE has no part of the input plane
  bank_queue_stall,       ///< waited for room in front of an accumulator bank
  weight_starvation,      ///< waited for weights
  activation_starvation,  ///< waited for inputs from DRAM, or for the input memory
  barrier,       ///< waited for other PEs at the end of a step, and for the next step's start
  fill,          ///< waited for the first weights of the layer
  drain,         ///< waited for the pipeline, the bank queues or the post-processing to empty
  halo,          ///< waited for sums to travel between PEs
  output_write,  ///< waited for outputs to leave for DRAM
};

inline constexpr std::array<std::string_view, 14> slot_names{"useful",
                                                             "outside_plane",
                                                             "placeholder",
                                                             "zero_operand",
                                                             "partial_vector",
                                                             "no_tile",
                                                             "bank_queue_stall",
                                                             "weight_starvation",
                                                             "activation_starvation",
                                                             "barrier",
                                                             "fill",
                                                             "drain",
                                                             "halo",
                                                             "output_write"};

using SlotCounts = arch::SlotCounts<Slot, slot_names.size()>;

}  // namespace gossamer::arch::scnn
