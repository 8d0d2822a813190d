// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/memory_estimate.hpp"

#include "workload/conv_form.hpp"

namespace gossamer::arch::pe_array {

namespace {

std::uint64_t round_up(std::uint64_t n, std::uint64_t to) {
  return (n + to - 1) / to * to;
}

}  // namespace

// Operands: real numbers and a transposed copy of them (4 + 4 bytes an element), vectors (2 bytes
// and a scale of 2 in a vector), a copy of those of the inputs, packed codes in DRAM, decoded
// tiles. Counts of non-zeros: 4 bytes per weight and lane pass, per input and tap of a block.
std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params, bool checked) {
  const numerics::reference::ConvShape shape = workload::conv_shape(layer);
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
  const std::uint64_t machine = params.pe.count * std::uint64_t{1} << 20U;
  return weights * 18 + inputs * 18 + outputs * (checked ? 20 : 8) + counts + machine;
}

}  // namespace gossamer::arch::pe_array
