// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/chip.hpp"

#include <fmt/format.h>

#include <limits>
#include <numeric>
#include <utility>

namespace gossamer::arch::pe_array {

namespace {

constexpr std::size_t buffer_halves = 2;
// Blocks that are written at once: those that the collector takes into its staging part.
constexpr std::size_t as_staged = std::numeric_limits<std::size_t>::max();

std::uint64_t output_blocks(const Mapping& mapping) {
  return mapping.blocking.units.size() * mapping.blocking.blocks.size();
}

}  // namespace

Chip::PeLane::PeLane(kernel::Simulation& simulation, const std::string& place)
    : weights{simulation, "weights of PE " + place, buffer_halves},
      inputs{simulation, "inputs of PE " + place, buffer_halves},
      sums{simulation, "sums of PE " + place, buffer_halves},
      outputs{simulation, "outputs of PE " + place, 1} {}

Chip::LoadLane::LoadLane(kernel::Simulation& simulation, const std::string& name, std::size_t loads)
    : complete{simulation, name + " complete", loads},
      released{simulation, name + " released", loads} {
  complete.hide_level();  // the distributor comes for it when it needs the next
}

Chip::Chip(kernel::Simulation& simulation, const Params& params, const Load& load)
    : simulation_{simulation},
      params_{params},
      mapping_{load.mapping},
      weight_tiles_{mapping_, load.schedule, params.pe.lanes, load.execution.values},
      inputs_{mapping_, load.schedule, load.activations, load.execution.values},
      counts_{mapping_, load.weights, load.activations},
      outputs_{mapping_, params.dram.burst_bytes},
      dram_{simulation, params.dram},
      distributor_{"distributor", simulation, params, load.schedule, weight_tiles_, inputs_},
      collector_{"output_collector", simulation, params, output_blocks(mapping_), outputs_},
      to_writer_{simulation, "blocks to DRAM",
                 mapping_.outputs_to_dram ? output_blocks(mapping_) : 1},
      written_{simulation, "blocks written", output_blocks(mapping_)} {
  auto& storage = dram_.storage();
  weight_loader_ = make_loader("weight_loader",
                               weight_tiles_.store(load.weights, params.dram.burst_bytes, storage),
                               weight_room(params), weight_tiles_, distributor_.weights);
  if (mapping_.inputs_from_dram) {
    input_loader_ = make_loader("input_loader", inputs_.store(params.dram.burst_bytes, storage),
                                staging_room(params), inputs_, distributor_.inputs);
  }
  build_pes(load);
  written_.hide_level();  // the collector comes for it between blocks
  if (mapping_.outputs_to_dram) write_outputs();
}

std::unique_ptr<memory::TileLoader> Chip::make_loader(const std::string& name,
                                                      std::vector<memory::TileLoader::Stored> loads,
                                                      std::uint64_t capacity,
                                                      memory::TileSink& sink,
                                                      Distributor::Loads& loads_of) {
  load_lanes_.push_back(std::make_unique<LoadLane>(simulation_, name, loads.size()));
  LoadLane& lane = *load_lanes_.back();
  auto loader = std::make_unique<memory::TileLoader>(name.c_str(), simulation_, std::move(loads),
                                                     capacity, params_.dram.burst_bytes, sink);
  loader->out_complete.bind(lane.complete);
  loads_of.in_complete.bind(lane.complete);
  loads_of.out_released.bind(lane.released);
  loader->in_released.bind(lane.released);
  dram_.connect(name, *loader);
  return loader;
}

void Chip::build_pes(const Load& load) {
  for (std::uint32_t number = 0; number < params_.pe.count; ++number) {
    const std::string place = std::to_string(number);
    pe_lanes_.push_back(std::make_unique<PeLane>(simulation_, place));
    PeLane& lane = *pe_lanes_.back();
    pes_.push_back(std::make_unique<Pe>(
        ("pe_" + place).c_str(), simulation_, params_,
        Pe::Work{mapping_, load.schedule.steps[number], counts_, load.execution}));
    ppus_.push_back(std::make_unique<Ppu>(
        ("ppu_" + place).c_str(), simulation_, params_,
        Ppu::Work{mapping_, *pes_.back(), load.post_processing, load.execution.values}));
    distributor_.connect(lane.weights, lane.inputs);
    pes_.back()->in_weights.bind(lane.weights);
    pes_.back()->in_inputs.bind(lane.inputs);
    pes_.back()->out_sums.bind(lane.sums);
    ppus_.back()->in_sums.bind(lane.sums);
    ppus_.back()->out_outputs.bind(lane.outputs);
    collector_.connect(lane.outputs);
  }
}

// Behind all that is read, from a whole burst on.
void Chip::write_outputs() {
  outputs_at_ = dram_.next_burst(dram_.storage().size());
  dram_.storage().resize(outputs_at_ + outputs_.bytes());
  writer_ = std::make_unique<memory::BlockWriter>("output_writer", simulation_, outputs_at_,
                                                  params_.dram.burst_bytes, as_staged);
  dram_.connect("output_writer", *writer_);
  collector_.out_writer.bind(to_writer_);
  writer_->in_blocks.bind(to_writer_);
  writer_->out_written.bind(written_);
  collector_.in_written.bind(written_);
}

void Chip::inject(const std::string& fault) {
  if (fault == "weight_tile") {
    weight_loader_->lose(0);
    loses_weights_ = true;
  }
  if (fault == "input_tile") inputs_.lose();
  if (fault == "sum") {
    for (const auto& pe : pes_) pe->lose_sums();
  }
}

std::uint32_t Chip::injected() const {
  return std::accumulate(pes_.begin(), pes_.end(), inputs_.lost() + (loses_weights_ ? 1U : 0U),
                         [](std::uint32_t sum, const auto& pe) { return sum + pe->lost(); });
}

std::vector<const core::StatGroup*> Chip::shared_stats() const {
  return {&dram_.port().stats(), &distributor_.stats().buffer, &distributor_.stats().network,
          &collector_.stats().buffer, &collector_.stats().network};
}

numerics::vsq::Vectors Chip::read_outputs() {
  return outputs_.read(mapping_.outputs_to_dram ? &dram_.storage() : nullptr, outputs_at_);
}

}  // namespace gossamer::arch::pe_array
