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
    stats_.write += sums.pixels * mapping_.output_words(mapping_.blocks[sums.block].count);
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

// Scales of the columns of a filter block, those of the activations in them.
Drain::Scales Drain::scales_of(const FilterBlock& block) const {
  Scales scales;
  const bool before = sum_kind(mapping_.format.format) == SumKind::scaled;
  for (std::uint32_t f = 0; f < block.count; ++f) {
    const std::size_t filter = block.first + f;
    const auto folded = [&](float scale) {
      return before ? 1.0F : numerics::lowbit::folded(scale, work_.activation_scale);
    };
    scales.up.push_back(folded(work_.weights.scale(filter)));
    scales.down.push_back(folded(work_.weights.scale_of_negatives(filter)));
  }
  return scales;
}

/// An output as it is stored, from one sum or two.
template <class Value>
std::uint32_t Drain::output(Value first, const Value* second, float up, float down) const {
  namespace lowbit = numerics::lowbit;
  const Format& format = mapping_.format.outputs;
  const float drained =
      second != nullptr ? lowbit::drain(first, *second, up, down) : lowbit::drain(first, up);
  const float scaled = lowbit::lowered(drained, work_.subtract);
  const float value = lowbit::stored(work_.relu ? lowbit::rectified(scaled) : scaled, format);
  const std::uint32_t word =
      format.is_integer() ? static_cast<std::uint32_t>(lowbit::activation_code(value, format))
                          : float_bits(value);
  return stored_activation(word, format);
}

std::vector<std::uint32_t> Drain::outputs_of(const SumsComplete& sums) const {
  const FilterBlock& block = mapping_.blocks[sums.block];
  const Scales scales = scales_of(block);
  const std::vector<std::uint32_t>& first = work_.tile.sums(sums.half);
  const std::vector<std::uint32_t>& second = work_.tile.second_sums(sums.half);
  const auto drain_as = [&](auto value_of) {
    std::vector<std::uint32_t> outputs;
    outputs.reserve(std::size_t{sums.pixels} * block.count);
    for (std::uint32_t p = 0; p < sums.pixels; ++p) {
      for (std::uint32_t f = 0; f < block.count; ++f) {
        const std::size_t at = std::size_t{p} * mapping_.grid.lanes() + f;
        const auto other = value_of(second.empty() ? 0 : second[at]);
        outputs.push_back(output(value_of(first[at]), second.empty() ? nullptr : &other,
                                 scales.up[f], scales.down[f]));
      }
    }
    return outputs;
  };
  if (!mapping_.format.format.is_integer()) return drain_as(bits_float);
  return drain_as([](std::uint32_t word) { return static_cast<std::int32_t>(word); });
}

}  // namespace gossamer::arch::dlac
