// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/ppu.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/ceil_div.hpp"
#include "core/work_share.hpp"

namespace gossamer::arch::pe_array {

using core::Activity;
using core::ceil_div;
using core::Cycles;
using core::Edge;

namespace {}  // namespace

Ppu::Ppu(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
         const Work& work)
    : Module{name, simulation},
      params_{params},
      work_{work},
      blocking_{work.mapping.blocking},
      pitch_{blocking_.units.front().filters},
      values_(std::size_t{blocking_.most_pixels()} * pitch_) {}

std::string Ppu::state() const {
  return processing_ ? fmt::format("{} edges left of a block", left_.count()) : "waits for sums";
}

Activity Ppu::step() {
  kernel::Burst burst{*this};
  Activity waits = Activity::wait_input;
  while (!burst.full()) {
    if (processing_ && left_ == Cycles{0} && !end(burst.at())) {
      waits = Activity::wait_output;
      break;
    }
    if (!processing_) {
      if (!in_sums.can_pop_at(burst.at())) break;
      begin(in_sums.front());
    }
    const Cycles edges = std::min(left_, burst.room());
    burst.add(Activity::busy, edges);
    left_ = left_ - edges;
  }
  if (!burst.empty()) return burst.end();
  sleep();
  return waits;
}

bool Ppu::completes(const SumsComplete& sums) const {
  return sums.pass + 1 == blocking_.units[sums.unit].passes.size();
}

LanePass Ppu::filters_of(const SumsComplete& sums) const {
  const Unit& unit = blocking_.units[sums.unit];
  return unit.in_lanes ? LanePass{0, unit.first_filter, unit.filters} : unit.passes[sums.pass];
}

// Values of a pass are rescaled while those of the vector that it completes are quantised; without
// scales each is quantised as it comes.
std::uint64_t Ppu::edges(const SumsComplete& sums) const {
  const Unit& unit = blocking_.units[sums.unit];
  const std::uint64_t width = params_.ppu.width;
  std::uint64_t per_output = ceil_div(filters_of(sums).filters, width);
  const bool waits = work_.mapping.formats.output.has_scales();
  if (completes(sums) && waits) per_output = std::max(per_output, ceil_div(unit.filters, width));
  return per_output * blocking_.blocks[sums.block].pixels();
}

void Ppu::begin(const SumsComplete& sums) {
  processing_ = true;
  left_ = Cycles{edges(sums)};
  if (work_.values) rescale(sums);
  if (completes(sums)) quantise(sums);
  book(sums);
}

void Ppu::rescale(const SumsComplete& sums) {
  const core::WorkScope scope{core::Work::modules};
  const Unit& unit = blocking_.units[sums.unit];
  const LanePass pass = filters_of(sums);
  const std::uint32_t place = pass.first_filter - unit.first_filter;
  for (std::uint32_t i = 0; i < blocking_.blocks[sums.block].pixels(); ++i) {
    for (std::uint32_t k = 0; k < pass.filters; ++k) {
      values_[std::size_t{i} * pitch_ + place + k] = work_.arithmetic.value(
          work_.pe.sum(sums.half, std::size_t{i} * params_.pe.lanes + k), pass.first_filter + k);
    }
  }
}

void Ppu::quantise(const SumsComplete& sums) {
  const Unit& unit = blocking_.units[sums.unit];
  const std::uint32_t pixels = blocking_.blocks[sums.block].pixels();
  const std::uint32_t length = params_.pe.vector;
  const std::size_t slices = vectors_of(blocking_, unit);
  const VectorBlock stored = stored_outputs(blocking_, unit, blocking_.blocks[sums.block]);
  outputs_.clear();
  if (!work_.values) {
    outputs_.resize(stored.bytes(work_.mapping.formats.output));
    return;
  }
  numerics::vsq::Vectors vectors{1, slices, pixels, length};
  for (std::uint32_t slice = 0; slice < slices; ++slice) {
    const std::uint32_t first = slice * length;
    for (std::uint32_t i = 0; i < pixels; ++i) {
      const std::size_t to = vectors.index(0, slice, i);
      vectors.scales[to] =
          work_.arithmetic.quantise(values_.data() + std::size_t{i} * pitch_ + first,
                                    std::min(length, unit.filters - first), vectors.vector(to));
    }
  }
  stored.pack(vectors, work_.mapping.formats.output, outputs_);
}

void Ppu::book(const SumsComplete& sums) {
  const Unit& unit = blocking_.units[sums.unit];
  const std::uint64_t outputs = blocking_.blocks[sums.block].pixels();
  const std::uint64_t filters = filters_of(sums).filters;
  stats_.sums_read += outputs;
  stats_.rescale += outputs * filters;
  if (factors_of_ != sums.unit) stats_.load += unit.filters;
  factors_of_ = sums.unit;
  const bool has_scales = work_.mapping.formats.output.has_scales();
  const bool in_one_edge = unit.in_lanes && unit.filters <= params_.ppu.width;
  if (has_scales && !in_one_edge) stats_.buffer += outputs * filters;
  if (!completes(sums)) return;
  if (has_scales) stats_.scale += outputs * vectors_of(blocking_, unit);
  stats_.quantize += outputs * unit.filters;
}

// In the edge after the last of its work. False if there is no room yet for the outputs.
bool Ppu::end(Edge at) {
  const SumsComplete sums = in_sums.front();
  if (completes(sums)) {
    if (!out_outputs.can_push_at(at)) return false;
    out_outputs.push_at({sums.unit, sums.block, std::move(outputs_)}, at);
  }
  in_sums.pop_at(at);
  processing_ = false;
  return true;
}

}  // namespace gossamer::arch::pe_array
