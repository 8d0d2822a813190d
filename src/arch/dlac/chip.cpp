// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/chip.hpp"

#include <algorithm>
#include <utility>

#include "arch/dlac/operand_words.hpp"

namespace gossamer::arch::dlac {

namespace {

constexpr std::size_t blocks_under_way = 16;  // outputs staged for DRAM

InputScales scales_before_sum(const Load& load) {
  if (sum_kind(load.mapping.format.format) != SumKind::scaled) return {};
  return {load.weights.scale(0), load.weights.scale_of_negatives(0)};
}

}  // namespace

Chip::Chip(kernel::Simulation& simulation, const Params& params, const Load& load)
    : simulation_{simulation},
      params_{params},
      mapping_{load.mapping},
      weights_{load.mapping, load.values},
      inputs_{load.mapping, load.activations, scales_before_sum(load), load.values},
      outputs_{load.mapping, load.mapping.outputs_to_dram ? params.dram.burst_bytes : 1},
      dram_{simulation, params.dram},
      grid_{load.mapping.format.full_precision ? "full_precision" : "pe_grid", simulation, params,
            PeGrid::Work{load.mapping, weights_, inputs_, load.values, load.level}},
      drain_{"drain", simulation, params,
             Drain::Work{load.mapping, grid_.tile(), load.weights, load.activation_scale, load.relu,
                         load.subtract, load.values},
             outputs_},
      sums_{simulation, "complete sums", accumulator_sets},
      to_writer_{simulation, "outputs to DRAM", 2},
      written_{simulation, "outputs written", std::max<std::size_t>(load.mapping.all_tiles(), 1)} {
  load_operands(load);
  grid_.out_sums.bind(sums_);
  drain_.in_sums.bind(sums_);
  if (mapping_.outputs_to_dram) write_outputs();
}

std::unique_ptr<memory::TileLoader> Chip::make_loader(const std::string& name,
                                                      std::vector<memory::TileLoader::Stored> loads,
                                                      std::uint32_t kib, memory::TileSink& sink,
                                                      std::unique_ptr<LoadLane>& lane) {
  lane = std::make_unique<LoadLane>(simulation_, name, loads.size());
  auto loader = std::make_unique<memory::TileLoader>(name.c_str(), simulation_, std::move(loads),
                                                     kib * std::uint64_t{1024},
                                                     params_.dram.burst_bytes, sink);
  loader->out_complete.bind(lane->complete);
  loader->in_released.bind(lane->released);
  dram_.connect(name, *loader);
  return loader;
}

void Chip::load_operands(const Load& load) {
  auto& storage = dram_.storage();
  const std::uint32_t burst = params_.dram.burst_bytes;
  weight_loader_ = make_loader("weight_loader", weights_.store(load.weights, burst, storage),
                               params_.weight_buffer.kib, weights_, weight_lane_);
  grid_.in_weights.bind(weight_lane_->complete);
  grid_.out_weights_released.bind(weight_lane_->released);
  if (!mapping_.inputs_from_dram) return;
  input_loader_ = make_loader("input_loader", inputs_.store(burst, storage),
                              params_.activation_buffer.kib, inputs_, input_lane_);
  grid_.in_inputs.bind(input_lane_->complete);
  grid_.out_inputs_released.bind(input_lane_->released);
}

// Behind all that is read, from a whole burst on.
void Chip::write_outputs() {
  outputs_at_ = dram_.next_burst(dram_.storage().size());
  dram_.storage().resize(outputs_at_ + outputs_.bytes());
  writer_ = std::make_unique<memory::BlockWriter>("output_writer", simulation_, outputs_at_,
                                                  params_.dram.burst_bytes, blocks_under_way);
  dram_.connect("output_writer", *writer_);
  drain_.out_blocks.bind(to_writer_);
  writer_->in_blocks.bind(to_writer_);
  writer_->out_written.bind(written_);
  drain_.in_written.bind(written_);
}

void Chip::inject(const std::string& fault) {
  if (fault == "weight_tile") {
    weight_loader_->lose(0);
    injected_ = 1;
  }
  if (fault == "input") {
    if (input_loader_) input_loader_->lose(0);
    injected_ = input_loader_ || inputs_.lose() ? 1 : 0;
  }
  if (fault == "sum") grid_.lose_sums();
}

std::uint32_t Chip::injected() const {
  return injected_ + grid_.lost();
}

std::vector<std::uint32_t> Chip::read_outputs() {
  return outputs_.read(mapping_.outputs_to_dram ? &dram_.storage() : nullptr, outputs_at_);
}

}  // namespace gossamer::arch::dlac
