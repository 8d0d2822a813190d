// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/buffer_rooms.hpp"

namespace gossamer::arch::pe_array {

namespace {

std::uint64_t bytes_of(std::uint64_t elements, const WidthParams& widths, std::uint32_t vector) {
  return elements / vector * (std::uint64_t{vector} * widths.bits + widths.scale_bits) / 8;
}

}  // namespace

std::uint64_t weight_room(const Params& params) {
  return bytes_of(params.global_buffer.weight_elements, params.weights, params.pe.vector);
}

std::uint64_t activation_room(const Params& params) {
  return bytes_of(params.global_buffer.activation_elements, params.activations, params.pe.vector);
}

std::uint64_t staging_room(const Params& params) {
  return bytes_of(params.global_buffer.activation_elements / staging_share, params.activations,
                  params.pe.vector);
}

}  // namespace gossamer::arch::pe_array
