// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/chip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/work_share.hpp"

namespace gossamer::arch::scnn {

namespace {

std::uint32_t pes_with_inputs(const ImagePlan& image) {
  std::uint32_t count = 0;
  for (std::uint32_t pe = 0; pe < image.plan.grid.pes(); ++pe) count += image.works(pe) ? 1 : 0;
  return count;
}

/// Messages that come to a post-processing unit in a step, at most.
std::uint32_t most_arrivals(const ImagePlan& image, std::uint32_t pe) {
  // By channels: one of each filter over each of four links.
  std::uint32_t most = image.plan.grid.mapping == Mapping::channel ? image.plan.kc * 4 : 0;
  for (const HaloPlan& halos : image.halos) most = std::max(most, halos.arrivals[pe]);
  return most;
}

std::uint32_t opposite(std::uint32_t link) {
  return link_count - 1 - link;
}

}  // namespace

Chip::Chip(kernel::Simulation& simulation, const Params& params, const Load& load)
    : params_{params},
      image_{load.image},
      memories_{params, image_},
      placement_{image_.plan.layer.phases,
                 memories_.keys(),
                 image_.banks,
                 image_.tiles.front().footprint_size(),
                 params.pe.f,
                 !params.skips_weights()},
      busiest_(image_.steps()),
      weight_fifos_{simulation, "weight FIFOs", params.weights.fifo_entries},
      starts_{simulation, "step starts", 2},
      inputs_{simulation, "input units", input_units(params)},
      drained_steps_{simulation, "drained steps", unwritten_steps() + 2},
      written_steps_{simulation, "written steps", unwritten_steps() + 2},
      pes_done_{simulation, "PEs done", pes_with_inputs(image_)},
      halos_done_{simulation, "sums exchanged", params.pes()},
      drained_{simulation, "outputs drained", params.pes()},
      dram_{"dram", params.dram},
      dram_port_{"dram_port", simulation, params.dram},
      weight_feeder_{"weight_feeder", simulation, params, image_, placement_, weight_fifos_},
      sequencer_{"sequencer",
                 simulation,
                 {image_.steps(), load.writes_outputs, unwritten_steps()},
                 {pes_done_, halos_done_, drained_},
                 starts_} {
  load_dram();
  dram_port_.socket.bind(dram_.socket);
  connect(simulation, "weight", weight_feeder_);
  build_pes(simulation, load);
  connect_links(simulation);
  if (units_) build_input_path(simulation);
  if (load.writes_outputs) build_output_path(simulation);
}

// As many entries as units are in the memories at once; one where none is loaded.
std::size_t Chip::input_units(const Params& params) {
  if (image_.supply == InputSupply::resident) return 1;
  units_.emplace(image_, params);
  return units_->most_held();
}

// Steps whose outputs fit an output memory together, were they all dense.
std::uint32_t Chip::unwritten_steps() const {
  const std::uint32_t owners = image_.plan.grid.mapping == Mapping::channel ? params_.pes() : 1;
  const std::uint64_t filters = (image_.plan.kc + owners - 1) / owners;
  std::uint64_t most = 1;
  for (const Tiling& tiling : image_.tiles)
    most = std::max(most, filters * tiling.output(0).area());
  const std::uint64_t steps = params_.capacity(params_.oaram_kib) / most;
  return static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(steps, 1, std::uint64_t{image_.steps()}));
}

// Weights, then inputs, then outputs, each from a whole burst on.
void Chip::load_dram() {
  const core::WorkScope scope{core::Work::compression};
  const auto round_up = [this](std::uint64_t bytes) {
    return (bytes + params_.dram.burst_bytes - 1) / params_.dram.burst_bytes *
           params_.dram.burst_bytes;
  };
  auto& storage = dram_.storage();
  storage = image_.plan.weights.bytes;
  inputs_at_ = round_up(storage.size());
  if (units_) {
    const auto packed = units_->packed();
    storage.resize(inputs_at_);
    storage.insert(storage.end(), packed.begin(), packed.end());
  }
  outputs_at_ = round_up(storage.size());
}

template <class Requester>
void Chip::connect(kernel::Simulation& simulation, const std::string& name, Requester& requester) {
  const std::size_t outstanding = params_.dram.outstanding;
  const std::size_t responses = std::max(2 * outstanding, requester.responses() + outstanding);
  dram_lanes_.push_back(std::make_unique<DramLane>(simulation, name, outstanding, responses));
  DramLane& lane = *dram_lanes_.back();
  requester.out_requests.bind(lane.requests);
  requester.in_responses.bind(lane.responses);
  dram_port_.connect(lane.requests, lane.responses);
}

void Chip::build_input_path(kernel::Simulation& simulation) {
  input_loader_ = std::make_unique<InputLoader>("input_loader", simulation, params_, *units_,
                                                inputs_at_, memories_, inputs_);
  connect(simulation, "input", *input_loader_);
}

void Chip::build_output_path(kernel::Simulation& simulation) {
  output_writer_ =
      std::make_unique<OutputWriter>("output_writer", simulation, params_, outputs_at_, outputs_);
  connect(simulation, "output", *output_writer_);
  sequencer_.out_drained.bind(drained_steps_);
  output_writer_->in_drained.bind(drained_steps_);
  output_writer_->out_written.bind(written_steps_);
  sequencer_.in_written.bind(written_steps_);
}

void Chip::build_pes(kernel::Simulation& simulation, const Load& load) {
  for (std::uint32_t pe = 0; pe < params_.pes(); ++pe) {
    accumulators_.emplace_back(image_.plan.layer.phases, memories_.stride(pe), image_.plan.kc);
    outputs_.emplace_back(params_);
  }
  for (std::uint32_t pe = 0; pe < params_.pes(); ++pe) {
    const std::string place = fmt::format("{}_{}", pe / params_.pe.cols, pe % params_.pe.cols);
    pes_.push_back(std::make_unique<Pe>(
        ("pe_" + place).c_str(), simulation, params_,
        Pe::Wiring{weight_fifos_, starts_, inputs_, pes_done_},
        Pe::Work{pe, image_, memories_, units_ ? &*units_ : nullptr, accumulators_[pe],
                 load.kernels, busiest_, load.arithmetic.product_shift, load.values}));
    ppus_.push_back(std::make_unique<Ppu>(
        ("ppu_" + place).c_str(), simulation, params_, Ppu::Wiring{starts_, halos_done_, drained_},
        Ppu::Work{pe, image_, accumulators_[pe], outputs_[pe], load.arithmetic, load.output_mask}));
  }
}

void Chip::connect_links(kernel::Simulation& simulation) {
  for (std::uint32_t pe = 0; pe < params_.pes(); ++pe) {
    for (std::uint32_t link = 0; link < link_count; ++link) {
      const auto to = neighbour(pe, link, params_.pe.rows, params_.pe.cols);
      if (!to) continue;
      // Two steps' worth of messages: arriving sums are added at once and never wait.
      const std::size_t capacity = 2 * (std::size_t{most_arrivals(image_, *to)} + 1);
      links_.push_back(std::make_unique<kernel::Channel<SumMessage>>(
          simulation, fmt::format("{} to {}", ppus_[pe]->name(), ppus_[*to]->name()), capacity));
      auto& out = ppus_[pe]->out_links[link];
      auto& in = ppus_[*to]->in_links[opposite(link)];
      out.emplace(*ppus_[pe]).bind(*links_.back());
      in.emplace(*ppus_[*to]).bind(*links_.back());
    }
  }
}

// In the middle of the PEs that have inputs: with neighbours on all sides.
std::uint32_t Chip::central_pe() const {
  const Grid& grid = image_.plan.grid;
  std::uint32_t rows = 1;
  std::uint32_t cols = 1;
  while (rows < grid.rows && image_.works(rows * grid.cols, 0)) ++rows;
  while (cols < grid.cols && image_.works(cols, 0)) ++cols;
  return rows / 2 * grid.cols + cols / 2;
}

void Chip::inject(const std::string& fault) {
  const std::uint32_t pe = central_pe();
  if (fault == "product") pes_[pe]->multipliers().lose_products();
  if (fault == "halo") ppus_[pe]->lose_halos();
  if (fault == "weight_vector") weight_feeder_.broadcaster().lose_vectors();
  if (fault == "placeholder") weight_feeder_.reader().lose_placeholders();
  if (fault == "deadlock") pes_[pe]->never_report();
}

std::uint32_t Chip::injected() const {
  const std::uint32_t pe = central_pe();
  return pes_[pe]->multipliers().lost() + ppus_[pe]->lost() + weight_feeder_.broadcaster().lost() +
         weight_feeder_.reader().lost();
}

std::vector<const core::StatGroup*> Chip::shared_stats() const {
  std::vector<const core::StatGroup*> groups{
      &dram_port_.stats(), &weight_feeder_.reader().stats().group,
      &weight_feeder_.reader().stats().buffer, &weight_feeder_.broadcaster().stats()};
  if (input_loader_) {
    groups.push_back(&input_loader_->stats().iaram);
    groups.push_back(&input_loader_->stats().broadcast);
    groups.push_back(&input_loader_->stats().buffer);
  }
  if (output_writer_) {
    groups.push_back(&output_writer_->stats().oaram);
    groups.push_back(&output_writer_->stats().broadcast);
  }
  return groups;
}

std::vector<std::int16_t> Chip::read_outputs() {
  const workload::Conv2d& conv = image_.plan.layer.conv;
  if (output_writer_) {
    return outputs_in_dram(dram_.storage(), outputs_at_, params_, outputs_, image_.steps(), conv);
  }
  std::vector<std::int16_t> image(std::size_t{conv.filters} * conv.out_height() * conv.out_width());
  for (const OutputStore& store : outputs_) {
    for (const OutputStore::Block& block : store.blocks()) {
      place_block(block, store.elements(block), conv, image);
    }
  }
  return image;
}

std::uint64_t Chip::most_stored_outputs() const {
  std::uint64_t most = 0;
  for (const OutputStore& store : outputs_) most = std::max(most, store.stored());
  return most;
}

core::Cycles Chip::busiest_edges() const {
  return std::accumulate(busiest_.begin(), busiest_.end(), core::Cycles{0});
}

}  // namespace gossamer::arch::scnn
