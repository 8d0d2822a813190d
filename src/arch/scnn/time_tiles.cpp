// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/time_tiles.hpp"

#include "arch/scnn/accumulators.hpp"

namespace gossamer::arch::scnn {

namespace {

planar::Room room_of(const Params& params) {
  return {std::uint64_t{params.accumulator.banks} * params.accumulator.entries,
          params.capacity(params.oaram_kib)};
}

}  // namespace

bool sums_fit(const ConvLayer& layer, const Grid& grid, const Params& params, std::uint32_t kc,
              const Division& division) {
  const planar::Room room = room_of(params);
  const auto tiles = planar::time_tiles(layer.conv, grid, division);
  for (const Tiling& tiling : tiles) {
    if (!planar::sums_fit(tiling, kc, room)) return false;
    if (Accumulators::stride_of(layer.phases, tiling.input(0)) > most_block_elements) return false;
  }
  const AccumulatorParams& banks = params.accumulator;
  const FootprintSize footprint = tiles.front().footprint_size();
  return BankMap::largest_fit(banks.hash, banks.banks, banks.entries, kc, footprint.height,
                              footprint.width) == kc;
}

std::optional<Division> fewest_time_tiles(const ConvLayer& layer, const Grid& grid,
                                          const Params& params, std::uint32_t kc,
                                          std::uint32_t fewest,
                                          const std::function<bool(const Division&)>& accepts) {
  const auto fits = [&](const Division& division) {
    return sums_fit(layer, grid, params, kc, division) && accepts(division);
  };
  return planar::fewest_time_tiles(layer.conv, grid, {kc, room_of(params), fewest, fits});
}

}  // namespace gossamer::arch::scnn
