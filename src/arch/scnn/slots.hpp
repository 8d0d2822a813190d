// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

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

/// Multiplier-cycles by what they were spent on.
class SlotCounts {
 public:
  void add(Slot slot, std::uint64_t multiplier_cycles) {
    counts_[static_cast<std::size_t>(slot)] += multiplier_cycles;
  }
  std::uint64_t of(Slot slot) const { return counts_[static_cast<std::size_t>(slot)]; }

  SlotCounts& operator+=(const SlotCounts& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    return *this;
  }

 private:
  std::array<std::uint64_t, slot_names.size()> counts_{};
};

}  // namespace gossamer::arch::scnn
