// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/mapping.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

namespace gossamer::arch::pe_array {

namespace {

std::uint64_t ceil_div(std::uint64_t a, std::uint64_t b) {
  return (a + b - 1) / b;
}

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

/// What a cut layer moves if everything is moved once.
struct Volume {
  std::uint64_t filter_words = 0;  ///< vectors of a filter
  std::uint64_t weight_bytes = 0;
  std::uint64_t input_bytes = 0;  ///< halos of blocks again
};

Volume volume(const Blocking& blocking, const LayerFormats& formats) {
  const auto& arithmetic = formats.arithmetic;
  const LanePass all{0, 0, static_cast<std::uint32_t>(blocking.shape.filters)};
  Volume volume;
  for (const Piece& piece : blocking.pieces) {
    volume.filter_words += blocking.words(piece);
    volume.weight_bytes += stored_weights(blocking, all, piece).bytes(arithmetic.weights);
  }
  for (std::size_t block = 0; block < blocking.blocks.size(); ++block) {
    for (std::size_t piece = 0; piece < blocking.pieces.size(); ++piece) {
      volume.input_bytes += blocking.shape.groups *
                            stored_inputs(blocking, block, piece).bytes(arithmetic.activations);
    }
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
  const bool keeps_inputs = mapping.block_rounds() == 1 && blocking.pieces.size() == 1;
  const std::uint64_t input_rounds =
      keeps_inputs || blocking.shape.groups > 1 ? 1 : mapping.unit_rounds();
  const std::uint64_t network =
      volume.weight_bytes * weight_rounds + volume.input_bytes * input_rounds;
  const std::uint64_t outputs = all_output_bytes(mapping);
  const std::uint64_t dram =
      volume.weight_bytes * (mapping.retains_weights(params) ? 1 : weight_rounds) +
      (mapping.inputs_from_dram ? volume.input_bytes * input_rounds : 0) +
      (mapping.outputs_to_dram ? outputs : 0);
  const auto dram_edges =
      static_cast<std::uint64_t>(static_cast<double>(dram) / dram_bytes_per_edge);
  return {std::max({of_pes, network / params.network_bytes(),
                    outputs / params.output_network_bytes(), dram_edges}),
          network + dram * 4};
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
    const Volume moved = volume(mapping.blocking, formats);
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
