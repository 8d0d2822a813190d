// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/mapping.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "arch/pe_array/tile_transfer.hpp"
#include "core/ceil_div.hpp"

namespace gossamer::arch::pe_array {

using core::ceil_div;
namespace {

/// Of all images and output channels.
std::uint64_t all_output_bytes(const Mapping& mapping) {
  const ConvShape& shape = mapping.blocking.shape;
  const std::uint32_t vector = mapping.blocking.vector;
  return vector_block(shape.filters, vector, 0,
                      static_cast<std::uint32_t>(ceil_div(shape.filters, vector)),
                      shape.batch * shape.out_height * shape.out_width)
      .bytes(mapping.formats.output);
}

void place_activations(Mapping& mapping, const Params& params) {
  const ConvShape& shape = mapping.blocking.shape;
  const std::uint32_t vector = mapping.blocking.vector;
  const std::uint64_t inputs =
      vector_block(shape.channels_per_group(), vector, 0, mapping.blocking.chunks,
                   shape.batch * shape.groups * shape.height * shape.width)
          .bytes(mapping.formats.arithmetic.activations);
  const std::uint64_t outputs = all_output_bytes(mapping);
  const std::uint64_t room = activation_room(params);
  const std::uint64_t beside_staging = room - staging_room(params);
  if (inputs + outputs <= room) return;
  if (inputs <= beside_staging) {
    mapping.outputs_to_dram = true;
  } else {
    mapping.inputs_from_dram = true;
    mapping.outputs_to_dram = outputs > beside_staging;
  }
}

/// Edges that a mapping takes at least, and what it moves.
struct Estimate {
  std::uint64_t edges = 0;
  std::uint64_t moved_bytes = 0;

  bool operator<(const Estimate& other) const {
    return std::tie(edges, moved_bytes) < std::tie(other.edges, other.moved_bytes);
  }
};

std::uint64_t busiest_pixels(const Mapping& mapping) {
  std::vector<std::uint64_t> pixels(mapping.pixel_groups);
  const auto& blocks = mapping.blocking.blocks;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    pixels[i % mapping.pixel_groups] += blocks[i].pixels();
  }
  return *std::max_element(pixels.begin(), pixels.end());
}

/// Bytes of tiles, and their edges on the network.
struct Moved {
  std::uint64_t bytes = 0;
  std::uint64_t edges = 0;

  void add(const TileTransfer& tile) {
    bytes += tile.bytes;
    edges += tile.edges;
  }
  friend Moved operator*(const Moved& once, std::uint64_t times) {
    return {once.bytes * times, once.edges * times};
  }
};

/// What a cut layer moves if all weights are moved once, and the inputs of one convolution group.
struct Volume {
  std::uint64_t filter_words = 0;  ///< vectors of a filter
  Moved weights;
  Moved inputs;  ///< halos of blocks again
};

Volume volume(const Blocking& blocking, const LayerFormats& formats, const Params& params) {
  Volume volume;
  for (const Piece& piece : blocking.pieces) {
    volume.filter_words += blocking.words(piece);
    for (const Unit& unit : blocking.units) {
      for (const LanePass& pass : unit.passes)
        volume.weights.add(weight_transfer(blocking, pass, piece, formats, params));
    }
  }
  for (std::size_t block = 0; block < blocking.blocks.size(); ++block) {
    for (std::size_t piece = 0; piece < blocking.pieces.size(); ++piece)
      volume.inputs.add(input_transfer(blocking, block, piece, formats, params));
  }
  return volume;
}

/// Of the PPUs: what the busiest PE's takes for a pixel of all its units.
std::uint64_t post_processing_edges(const Mapping& mapping, const Params& params) {
  const std::uint64_t width = params.ppu.width;
  std::uint64_t of_unit = 0;
  const Unit& unit = mapping.blocking.units.front();
  if (!unit.in_lanes) {
    for (const LanePass& pass : unit.passes) of_unit += ceil_div(pass.filters, width);
    of_unit -= ceil_div(unit.passes.back().filters, width);
  }
  of_unit += ceil_div(unit.filters, width);
  return mapping.unit_rounds() * of_unit;
}

Estimate estimate(const Mapping& mapping, const Volume& volume, const Params& params,
                  double dram_bytes_per_edge) {
  const Blocking& blocking = mapping.blocking;
  const std::uint64_t passes = blocking.units.front().passes.size();
  const std::uint64_t compute =
      mapping.unit_rounds() * passes * volume.filter_words * mapping.formats.width_passes;
  const std::uint64_t of_pes =
      std::max(compute, post_processing_edges(mapping, params)) * busiest_pixels(mapping);
  const std::uint64_t weight_rounds = mapping.keeps_weights() ? 1 : mapping.block_rounds();
  const Moved weights = volume.weights * weight_rounds;
  const Moved inputs = volume.inputs * mapping.input_fetches();
  const std::uint64_t outputs = all_output_bytes(mapping);
  const std::uint64_t dram =
      (mapping.retains_weights(params) ? volume.weights.bytes : weights.bytes) +
      (mapping.inputs_from_dram ? inputs.bytes : 0) + (mapping.outputs_to_dram ? outputs : 0);
  const auto dram_edges =
      static_cast<std::uint64_t>(static_cast<double>(dram) / dram_bytes_per_edge);
  return {std::max({of_pes, weights.edges + inputs.edges, outputs / params.output_network_bytes(),
                    dram_edges}),
          weights.bytes + inputs.bytes + dram * 4};
}

}  // namespace

std::uint32_t Mapping::unit_rounds() const {
  return static_cast<std::uint32_t>(ceil_div(blocking.units.size(), kernel_groups));
}

std::uint32_t Mapping::block_rounds() const {
  return static_cast<std::uint32_t>(ceil_div(blocking.blocks.size(), pixel_groups));
}

bool Mapping::keeps_weights() const {
  return blocking.pieces.size() == 1 &&
         std::all_of(blocking.units.begin(), blocking.units.end(),
                     [](const Unit& unit) { return unit.passes.size() == 1; });
}

std::uint64_t Mapping::input_fetches() const {
  constexpr std::uint32_t none = 0xFFFFFFFF;
  const bool keeps = blocking.pieces.size() == 1;  // from one pass to the next
  std::vector<std::uint32_t> group_of(kernel_groups, none);
  std::uint64_t fetches = 0;
  for (std::size_t first = 0; first < blocking.units.size(); first += kernel_groups) {
    const std::size_t end = std::min(first + kernel_groups, blocking.units.size());
    if (block_rounds() > 1) std::fill(group_of.begin(), group_of.end(), none);
    std::size_t passes = 0;
    for (std::size_t u = first; u < end; ++u)
      passes = std::max(passes, blocking.units[u].passes.size());
    for (std::size_t pass = 0; pass < passes; ++pass) {
      std::uint32_t fetched = none;  // groups ascend with the units
      for (std::size_t u = first; u < end; ++u) {
        if (pass >= blocking.units[u].passes.size()) continue;
        const std::uint32_t group = blocking.units[u].passes[pass].group;
        std::uint32_t& had = group_of[u - first];
        if (!(keeps && had == group) && group != fetched) {
          fetched = group;
          ++fetches;
        }
        had = group;
      }
    }
  }
  return fetches;
}

bool Mapping::retains_weights(const Params& params) const {
  if (keeps_weights() || block_rounds() == 1) return true;
  const std::uint64_t room = weight_room(params);
  std::uint64_t of_round = 0;
  for (std::uint32_t unit = 0; unit < blocking.units.size(); ++unit) {
    if (unit % kernel_groups == 0) of_round = 0;
    for (const LanePass& pass : blocking.units[unit].passes) {
      for (const Piece& piece : blocking.pieces) {
        of_round += stored_weights(blocking, pass, piece).bytes(formats.arithmetic.weights);
      }
    }
    if (of_round > room) return false;
  }
  return true;
}

std::optional<Mapping> map_layer(const ConvShape& shape, const Params& params,
                                 const LayerFormats& formats, double dram_bytes_per_edge) {
  std::optional<CutSizes> best;
  std::uint32_t best_groups = 0;
  Estimate of_best;
  for (const std::uint32_t cols : block_widths(shape, params)) {
    const auto sizes = cut_sizes(shape, params, formats, cols);
    if (!sizes) continue;
    Mapping mapping{cut(shape, params, *sizes), formats};
    place_activations(mapping, params);
    const Volume moved = volume(mapping.blocking, formats, params);
    for (std::uint32_t groups = 1; groups <= params.pe.count; ++groups) {
      if (params.pe.count % groups != 0) continue;
      if (params.kernel_groups != 0 && groups != params.kernel_groups) continue;
      mapping.kernel_groups = groups;
      mapping.pixel_groups = params.pe.count / groups;
      const Estimate of_this = estimate(mapping, moved, params, dram_bytes_per_edge);
      if (best && !(of_this < of_best)) continue;
      best = sizes;
      best_groups = groups;
      of_best = of_this;
    }
  }
  if (!best) return std::nullopt;
  Mapping mapping{cut(shape, params, *best), formats, best_groups, params.pe.count / best_groups};
  place_activations(mapping, params);
  return mapping;
}

}  // namespace gossamer::arch::pe_array
