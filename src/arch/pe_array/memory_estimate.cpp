// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/memory_estimate.hpp"

#include <algorithm>

#include "arch/pe_array/blocking.hpp"
#include "workload/conv_form.hpp"

namespace gossamer::arch::pe_array {

namespace {

std::uint64_t round_up(std::uint64_t n, std::uint64_t to) {
  return (n + to - 1) / to * to;
}

// For every step of a PE: itself, its part of two packets with their destinations, two loads with
// what their loader keeps of them.
constexpr std::uint64_t bytes_of_step = 500;
// For every block: itself, and its positions in each piece; for the outputs of each unit in it:
// their address and bytes' place, and entries of two channels.
constexpr std::uint64_t bytes_of_block = 48;
constexpr std::uint64_t bytes_of_outputs = 128;

/// Of the schedule and the lists of its parts, whichever cut is taken.
std::uint64_t schedule_bytes(const ConvShape& shape, const Params& params,
                             const LayerFormats& formats) {
  const std::uint64_t of_unit = unit_filters(shape, params);
  const std::uint64_t units = (shape.filters + of_unit - 1) / of_unit;
  // A pass ends at a lane, a group or a unit at the latest.
  const std::uint64_t passes = shape.filters / params.pe.lanes + shape.groups + units;
  std::uint64_t most = 0;
  for (const std::uint32_t cols : block_widths(shape, params)) {
    const auto sizes = cut_sizes(shape, params, formats, cols);
    if (!sizes) continue;
    most = std::max(most, passes * sizes->blocks * sizes->pieces * bytes_of_step +
                              sizes->blocks * (bytes_of_block + 8 * sizes->pieces) +
                              units * sizes->blocks * bytes_of_outputs);
  }
  return most;
}

/// Of the PEs: both halves of the sums, values on their way through the post-processing, decoded
/// tiles of inputs and weights.
std::uint64_t pe_bytes(const ConvShape& shape, const Params& params, std::uint64_t weights,
                       std::uint64_t inputs) {
  const std::uint64_t block =
      std::min<std::uint64_t>(params.block_outputs(), shape.out_height * shape.out_width);
  const std::uint64_t sum = params.accumulator_bits > 32 ? 8 : 4;
  const std::uint64_t tiles = std::min<std::uint64_t>(params.pe.input_elements, 2 * inputs) +
                              std::min<std::uint64_t>(params.pe.weight_elements, 2 * weights);
  return params.pe.count *
         (block * (2 * sum * params.pe.lanes + std::uint64_t{4} * unit_filters(shape, params)) +
          tiles * 4 + (std::uint64_t{1} << 18U));
}

}  // namespace

// Operands: real numbers and a transposed copy of them (4 + 4 bytes an element), vectors (2 bytes
// and a scale of 2 in a vector), a copy of those of the inputs, packed codes in DRAM, decoded
// tiles. Counts of non-zeros: 4 bytes per weight and lane pass, per input and tap of a block.
std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params, bool checked) {
  const ConvShape shape = workload::conv_shape(layer);
  const std::uint64_t vector = params.pe.vector;
  const std::uint64_t channels = round_up(shape.channels_per_group(), vector);
  const std::uint64_t taps = shape.filter_height * shape.filter_width;
  const std::uint64_t weights = shape.filters * channels * taps;
  const std::uint64_t inputs = shape.batch * shape.groups * channels * shape.height * shape.width;
  const std::uint64_t outputs =
      shape.batch * round_up(shape.filters, vector) * shape.out_height * shape.out_width;
  const std::uint64_t pixels = shape.batch * shape.out_height * shape.out_width;
  const std::uint64_t block = params.block_outputs();
  const std::uint64_t counts =
      weights / params.pe.lanes * 4 + (pixels / block + shape.batch) * shape.groups * channels *
                                          taps * 4 * 2;  // blocks at the border are smaller
  const LayerFormats formats =
      layer_formats(params, {layer.first || layer.last, layer.last, false, layer.relu});
  return weights * 18 + inputs * 18 + outputs * (checked ? 20 : 8) + counts +
         schedule_bytes(shape, params, formats) + pe_bytes(shape, params, weights, inputs);
}

}  // namespace gossamer::arch::pe_array
