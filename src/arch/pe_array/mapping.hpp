// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "arch/pe_array/blocking.hpp"
#include "arch/pe_array/buffer_rooms.hpp"

namespace gossamer::arch::pe_array {

/// A layer cut, and divided among the PEs: PE number a * pixel_groups + b computes units a, a +
/// kernel_groups, ... of blocks b, b + pixel_groups, ...
struct Mapping {
  Blocking blocking;
  LayerFormats formats;
  std::uint32_t kernel_groups = 1;
  std::uint32_t pixel_groups = 1;
  bool inputs_from_dram = false;
  bool outputs_to_dram = false;

  std::uint32_t unit_rounds() const;
  std::uint32_t block_rounds() const;
  /// Tiles that the inputs of a block and piece are sent in, of all convolution groups; fewer where
  /// PEs have a single block while others have several.
  std::uint64_t input_fetches() const;
  /// A PE's weights stay in its buffer while it goes through its blocks.
  bool keeps_weights() const;
  /// The global buffer holds the weights of a round of units, so that further blocks find them.
  bool retains_weights(const Params& params) const;
};

/// The division that is fastest if nothing waits but for bandwidth; of equal ones that which moves
/// least. Empty if the layer does not fit the buffers.
std::optional<Mapping> map_layer(const ConvShape& shape, const Params& params,
                                 const LayerFormats& formats, double dram_bytes_per_edge);

}  // namespace gossamer::arch::pe_array
