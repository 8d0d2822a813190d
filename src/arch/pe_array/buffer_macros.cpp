// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/buffer_macros.hpp"

#include <algorithm>

#include "core/ceil_div.hpp"

namespace gossamer::arch::pe_array {

using core::ceil_div;

namespace {

BufferMacros macros(const Params& params, const WidthParams& widths, std::uint32_t readers,
                    std::uint32_t elements) {
  BufferMacros result;
  result.readers = readers;
  result.vector_bits = vector_bits(widths, params.pe.vector);
  result.words = ceil_div(ceil_div(elements, params.pe.vector), readers);
  const std::uint32_t come = ceil_div(8 * params.network_bytes(), readers * result.vector_bits);
  result.side_by_side = std::clamp(come, 1U, std::max(1U, result.words / 2));
  return result;
}

}  // namespace

std::uint32_t vector_bits(const WidthParams& widths, std::uint32_t vector) {
  return vector * widths.bits + widths.scale_bits;
}

BufferMacros weight_buffer_macros(const Params& params) {
  return macros(params, params.weights, params.pe.lanes, params.pe.weight_elements);
}

BufferMacros input_buffer_macros(const Params& params) {
  return macros(params, params.activations, 1, params.pe.input_elements);
}

}  // namespace gossamer::arch::pe_array
