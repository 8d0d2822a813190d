// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/pe_array/parameters.hpp"
#include "core/component.hpp"

namespace gossamer::arch::pe_array {

/// Of a vector as it is stored: elements and scale.
inline double vector_bits(const WidthParams& widths, std::uint32_t vector) {
  return 1.0 * vector * widths.bits + widths.scale_bits;
}

/// `pe/ppu`: post-processing of all PEs, `ppu.width` lanes that take a sum each per edge.
core::Component ppu_component(const Params& params);

}  // namespace gossamer::arch::pe_array
