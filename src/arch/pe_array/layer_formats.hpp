// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/pe_array/parameters.hpp"
#include "numerics/vsq/arithmetic.hpp"
#include "numerics/vsq/format.hpp"

namespace gossamer::arch::pe_array {

/// How a layer's operands are coded on a machine, and what that costs it.
struct LayerFormats {
  numerics::vsq::Arithmetic arithmetic;
  numerics::vsq::OperandFormat output;
  std::uint32_t width_passes = 1;  ///< edges that a vector product takes
  std::uint32_t weight_slots = 1;  ///< elements' places in a buffer that a weight takes
  std::uint32_t input_slots = 1;
};

/// What decides about the formats, besides the machine.
struct LayerRole {
  bool at_edge = false;  ///< first or last layer of its network
  bool last = false;
  bool signed_inputs = false;
  bool relu = false;
};

/// Of any two scales, after rounding; 1 without scales.
std::uint32_t highest_scale_product(const numerics::vsq::Arithmetic& arithmetic);

/// Bits of the product of a dot product and a scale product, sign included.
std::uint32_t term_bits(const numerics::vsq::Arithmetic& arithmetic, std::uint32_t vector);

LayerFormats layer_formats(const Params& params, const LayerRole& role);

}  // namespace gossamer::arch::pe_array
