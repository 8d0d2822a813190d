// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/tile_transfer.hpp"

#include <algorithm>

#include "arch/pe_array/buffer_macros.hpp"
#include "core/ceil_div.hpp"

namespace gossamer::arch::pe_array {

namespace {

TileTransfer transfer(std::uint64_t bytes, std::uint64_t buffer_words, const BufferMacros& macros,
                      const Params& params) {
  TileTransfer result;
  result.bytes = bytes;
  result.words = core::ceil_div(bytes, params.network_bytes());
  const std::uint64_t writing = core::ceil_div(buffer_words, macros.side_by_side);
  result.edges = std::max({std::uint64_t{1}, result.words, writing});
  return result;
}

}  // namespace

TileTransfer weight_transfer(const Blocking& blocking, const LanePass& pass, const Piece& piece,
                             const LayerFormats& formats, const Params& params) {
  return transfer(stored_weights(blocking, pass, piece).bytes(formats.arithmetic.weights),
                  blocking.words(piece) * formats.weight_slots, weight_buffer_macros(params),
                  params);
}

TileTransfer input_transfer(const Blocking& blocking, std::size_t block, std::size_t piece,
                            const LayerFormats& formats, const Params& params) {
  const std::uint64_t vectors =
      std::uint64_t{blocking.positions_of(block, piece)} * blocking.pieces[piece].chunks;
  return transfer(stored_inputs(blocking, block, piece).bytes(formats.arithmetic.activations),
                  vectors * formats.input_slots, input_buffer_macros(params), params);
}

}  // namespace gossamer::arch::pe_array
