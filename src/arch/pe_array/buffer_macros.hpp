// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/pe_array/parameters.hpp"

namespace gossamer::arch::pe_array {

/// A buffer of a PE as its macros have it. A word is a vector of each reader (a lane for weights,
/// the PE for inputs), and each reader has `side_by_side` macros of a vector's width, in which
/// neighbouring words lie, so that as many can be written in an edge.
struct BufferMacros {
  std::uint32_t readers = 1;
  std::uint32_t vector_bits = 0;
  std::uint32_t words = 0;  ///< of both halves
  std::uint32_t side_by_side = 1;
};

/// As many side by side as full vectors come over the network in an edge; a half is the most.
BufferMacros weight_buffer_macros(const Params& params);
BufferMacros input_buffer_macros(const Params& params);

/// Bits of a vector with its scale.
std::uint32_t vector_bits(const WidthParams& widths, std::uint32_t vector);

}  // namespace gossamer::arch::pe_array
