// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/dot_product.hpp"

#include <algorithm>

#include "core/work_share.hpp"

namespace gossamer::arch::dcnn {

void DotProduct::begin_step(std::uint32_t step) {
  step_ = step;
  counts_ = {};
  reads_ = {};
  lost_in_step_ = false;
  const std::uint32_t tile = wiring_.image.tile_of(step);
  if (tile_ == tile) return;
  tile_ = tile;
  windows_ = {wiring_.image.plan.layer.conv, wiring_.image.tiling(step), wiring_.pe};
}

const std::int16_t* DotProduct::channel(std::uint32_t pe, std::uint32_t channel_of_group) const {
  return wiring_.inputs.channel(wiring_.image.tile_of(step_), pe,
                                wiring_.image.group(step_).first_slice + channel_of_group);
}

// The taps of a chunk go round the window in order and meet a PE again and again.
void DotProduct::read_vector(std::uint32_t chunk, std::uint32_t position, InputReads& reads) const {
  const DenseLayer& layer = wiring_.image.plan.layer;
  std::vector<std::uint32_t> homes;
  ++reads.vectors;
  for (std::uint32_t lane = 0; lane < layer.products_of(chunk); ++lane) {
    const auto place = windows_.place(position, (chunk * layer.lanes + lane) % layer.taps());
    if (!place) continue;
    reads.transfers += place->hops;
    if (std::find(homes.begin(), homes.end(), place->pe) == homes.end()) homes.push_back(place->pe);
  }
  reads.memories += homes.size();
}

void DotProduct::multiply(std::uint32_t chunk, std::uint32_t position, std::uint32_t k) {
  const DenseLayer& layer = wiring_.image.plan.layer;
  if (k == 0) read_vector(chunk, position, reads_);
  const std::int16_t* weights = wiring_.weights.step(step_).values.data() +
                                std::size_t{k} * wiring_.weights.pitch() +
                                std::size_t{chunk} * layer.lanes;
  std::uint32_t sum = 0;
  for (std::uint32_t lane = 0; lane < layer.products_of(chunk); ++lane) {
    const std::uint32_t product = chunk * layer.lanes + lane;
    const auto place = windows_.place(position, product % layer.taps());
    if (!place) {
      ++counts_.padding;
      continue;
    }
    const std::int32_t input = channel(place->pe, product / layer.taps())[place->offset];
    if (input == 0 || weights[lane] == 0) {
      ++counts_.zero_operand;
      continue;
    }
    ++counts_.useful;
    if (loses_products_ && !lost_in_step_) {
      lost_in_step_ = true;
      ++lost_;
      continue;
    }
    sum += static_cast<std::uint32_t>((input * weights[lane]) >> wiring_.product_shift);
  }
  counts_.none += layer.lanes - layer.products_of(chunk);
  if (wiring_.values) {
    wiring_.accumulators.set(step_)[std::size_t{k} * windows_.positions() + position] += sum;
  }
}

void DotProduct::multiply_step() {
  const core::WorkScope scope{core::Work::multiplication};
  const DenseLayer& layer = wiring_.image.plan.layer;
  gather();
  count_step();
  if (!wiring_.values) return;
  DotTask task;
  task.inputs = gathered_.values.data();
  task.weights = wiring_.weights.step(step_).values.data();
  task.sums = wiring_.accumulators.set(step_);
  task.positions = windows_.positions();
  task.filters = wiring_.image.group(step_).filters;
  task.products = padded_products(layer.products());
  task.pitch = wiring_.weights.pitch();
  task.shift = wiring_.product_shift;
  wiring_.kernel(task);
}

// Every input of a product's positions meets every weight of its filters.
void DotProduct::count_step() {
  const DenseLayer& layer = wiring_.image.plan.layer;
  const std::uint64_t positions = windows_.positions();
  const std::uint64_t filters = wiring_.image.group(step_).filters;
  const auto& nonzero_weights = wiring_.weights.step(step_).nonzero;
  std::uint64_t inside = 0;
  reads_ = gathered_.reads;
  for (std::uint32_t product = 0; product < layer.products(); ++product) {
    counts_.useful += std::uint64_t{gathered_.nonzero[product]} * nonzero_weights[product];
    inside += gathered_.inside[product];
  }
  counts_.zero_operand = inside * filters - counts_.useful;
  counts_.padding = (positions * layer.products() - inside) * filters;
  counts_.none =
      (std::uint64_t{layer.chunks()} * layer.lanes - layer.products()) * positions * filters;
}

void DotProduct::gather() {
  const std::uint32_t tile = wiring_.image.tile_of(step_);
  const std::uint32_t first_slice = wiring_.image.group(step_).first_slice;
  if (gathered_.valid && gathered_.tile == tile && gathered_.first_slice == first_slice) return;
  const DenseLayer& layer = wiring_.image.plan.layer;
  gathered_.valid = true;
  gathered_.tile = tile;
  gathered_.first_slice = first_slice;
  gathered_.values.assign(std::size_t{windows_.positions()} * wiring_.weights.pitch(), 0);
  gathered_.inside.assign(layer.products(), 0);
  gathered_.nonzero.assign(layer.products(), 0);
  for (std::uint32_t tap = 0; tap < layer.taps(); ++tap) {
    for (std::uint32_t position = 0; position < windows_.positions(); ++position) {
      gather_channels(position, tap);
    }
  }
  gather_reads();
}

// Where in the window chunks begin repeats; only the last one may be shorter.
void DotProduct::gather_reads() {
  const DenseLayer& layer = wiring_.image.plan.layer;
  const std::uint32_t last = layer.chunks() - 1;
  const std::uint32_t period = std::min(layer.period(), last);
  gathered_.reads = {};
  for (std::uint32_t position = 0; position < windows_.positions(); ++position) {
    for (std::uint32_t chunk = 0; chunk < period; ++chunk) {
      InputReads of_chunk;
      read_vector(chunk, position, of_chunk);
      const std::uint64_t alike = (last - chunk + period - 1) / period;
      gathered_.reads.vectors += alike * of_chunk.vectors;
      gathered_.reads.memories += alike * of_chunk.memories;
      gathered_.reads.transfers += alike * of_chunk.transfers;
    }
    read_vector(last, position, gathered_.reads);
  }
}

// The channels of a tap's input lie apart by what its PE has of each.
void DotProduct::gather_channels(std::uint32_t position, std::uint32_t tap) {
  const auto place = windows_.place(position, tap);
  if (!place) return;
  const DenseLayer& layer = wiring_.image.plan.layer;
  const std::int16_t* from = channel(place->pe, 0) + place->offset;
  const std::size_t pitch = wiring_.inputs.pitch(wiring_.image.tile_of(step_), place->pe);
  std::int16_t* to = gathered_.values.data() + std::size_t{position} * wiring_.weights.pitch();
  std::uint32_t product = tap;
  for (std::uint32_t c = 0; c < layer.channels_of_group(); ++c) {
    to[product] = *from;
    ++gathered_.inside[product];
    gathered_.nonzero[product] += *from != 0 ? 1 : 0;
    from += pitch;
    product += layer.taps();
  }
}

}  // namespace gossamer::arch::dcnn
