// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/drain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/dlac/operand_words.hpp"
#include "kernel/simulation.hpp"
#include "numerics/floating_point.hpp"
#include "numerics/lowbit/accumulate.hpp"

namespace gossamer::arch::dlac {

using core::Activity;
using core::Cycles;
using numerics::bits_float;
using numerics::float_bits;

Drain::Drain(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
             const Params& params, const Work& work, OutputStore& outputs)
    : Module{name, simulation},
      params_{params},
      work_{work},
      mapping_{work.mapping},
      outputs_{outputs},
      tiles_{work.mapping.all_tiles()} {}

std::string Drain::state() const {
  return fmt::format("{} of {} tiles drained, {} written to DRAM", drained_, tiles_, written_);
}

Activity Drain::step() {
  if (out_blocks.bound()) {
    for (; in_written.can_pop(); ++written_) in_written.pop();
  }
  if (drained_ == tiles_) return end_of_layer();
  if (!draining_) {
    if (!in_sums.can_pop()) {
      sleep();
      return Activity::wait_input;
    }
    begin();
  }
  if (now() < last_) {
    sleep_until(last_);
    return Activity::busy;
  }
  if (deliver()) return Activity::busy;
  sleep();
  return Activity::wait_output;
}

// One multiplication per multiplier and edge; without scales, one output per multiplier.
void Drain::begin() {
  const SumsComplete& sums = in_sums.front();
  const std::uint64_t outputs = std::uint64_t{sums.pixels} * mapping_.blocks[sums.block].count;
  const std::uint64_t multiplies = mapping_.format.drain_multiplies();
  const std::uint64_t width = params_.drain.multiplies_per_edge;
  const std::uint64_t edges =
      (outputs * std::max<std::uint64_t>(multiplies, 1) + width - 1) / width;
  draining_ = true;
  last_ = now() + Cycles{edges - 1};
  work_edges_ += edges;
  stats_.multiply += outputs * multiplies;
  if (multiplies == 2) stats_.subtract += outputs;
  stats_.output += outputs;
}

bool Drain::deliver() {
  if (out_blocks.bound() && !out_blocks.can_push()) return false;
  const SumsComplete sums = in_sums.front();
  std::vector<std::uint8_t> bytes = work_.values
                                        ? outputs_.pack(outputs_of(sums))
                                        : std::vector<std::uint8_t>(outputs_.tile_bytes(sums.tile));
  if (out_blocks.bound()) {
    out_blocks.push({outputs_.address(sums.tile), std::move(bytes)});
  } else {
    const std::uint32_t window = mapping_.grid.window;
    stats_.write +=
        std::uint64_t{sums.pixels} * ((mapping_.blocks[sums.block].count + window - 1) / window);
    outputs_.keep(sums.tile, bytes);
  }
  in_sums.pop();
  draining_ = false;
  ++drained_;
  if (drained_ == tiles_ && !out_blocks.bound()) simulation().finish(now());
  return true;
}

Activity Drain::end_of_layer() {
  if (out_blocks.bound() && written_ == tiles_) {
    simulation().finish(now());
    return Activity::idle;
  }
  sleep();
  return out_blocks.bound() ? Activity::wait_output : Activity::idle;
}

template <class Value>
float Drain::drained(Value first, Value second, std::size_t filter) const {
  namespace lowbit = numerics::lowbit;
  const float up = lowbit::folded(work_.weights.scale(filter), work_.activation_scale);
  float value = 0;
  if (mapping_.format.format.has_two_sums()) {
    const float down =
        lowbit::folded(work_.weights.scale_of_negatives(filter), work_.activation_scale);
    value = lowbit::drain(first, second, up, down);
  } else {
    const bool scaled_before = sum_kind(mapping_.format.format) == SumKind::scaled;
    value = lowbit::drain(first, scaled_before ? 1.0F : up);
  }
  return lowbit::stored(work_.relu ? lowbit::rectified(value) : value, mapping_.format.format);
}

std::vector<std::uint32_t> Drain::outputs_of(const SumsComplete& sums) const {
  const Format& format = mapping_.format.format;
  const FilterBlock& block = mapping_.blocks[sums.block];
  const std::vector<std::uint32_t>& first = work_.tile.sums(sums.half);
  const std::vector<std::uint32_t>& second = work_.tile.second_sums(sums.half);
  std::vector<std::uint32_t> outputs;
  outputs.reserve(std::size_t{sums.pixels} * block.count);
  for (std::uint32_t p = 0; p < sums.pixels; ++p) {
    for (std::uint32_t f = 0; f < block.count; ++f) {
      const std::size_t at = std::size_t{p} * mapping_.grid.lanes() + f;
      const std::uint32_t other = second.empty() ? 0 : second[at];
      const std::size_t filter = block.first + f;
      const auto whole = [](std::uint32_t word) { return static_cast<std::int32_t>(word); };
      const float value = format.is_integer()
                              ? drained(whole(first[at]), whole(other), filter)
                              : drained(bits_float(first[at]), bits_float(other), filter);
      const std::uint32_t word =
          format.is_integer()
              ? static_cast<std::uint32_t>(numerics::lowbit::activation_code(value, format))
              : float_bits(value);
      outputs.push_back(stored_activation(word, format));
    }
  }
  return outputs;
}

}  // namespace gossamer::arch::dlac
