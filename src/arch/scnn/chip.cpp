// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/chip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "arch/planar/output_room.hpp"

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
      pes_done_{simulation, "PEs done", pes_with_inputs(image_)},
      halos_done_{simulation, "sums exchanged", params.pes()},
      drained_{simulation, "outputs drained", params.pes()},
      unwritten_steps_{planar::unwritten_steps(image_.tiles, image_.plan.kc, image_.steps(),
                                               params.capacity(params.oaram_kib))},
      memory_{simulation,
              {params, params.dram, params.pes()},
              image_.plan.weights.bytes,
              units_ ? &*units_ : nullptr,
              unwritten_steps_},
      weight_feeder_{"weight_feeder", simulation, params, image_, placement_, weight_fifos_},
      sequencer_{"sequencer",
                 simulation,
                 {image_.steps(), load.writes_outputs, unwritten_steps_},
                 {pes_done_, halos_done_, drained_},
                 starts_} {
  memory_.connect("weight", weight_feeder_);
  build_pes(simulation, load);
  connect_links(simulation);
  if (units_) memory_.load_inputs(memories_, inputs_);
  if (load.writes_outputs) memory_.write_outputs(sequencer_);
}

// As many entries as units are in the memories at once; one where none is loaded.
std::size_t Chip::input_units(const Params& params) {
  if (image_.supply == InputSupply::resident) return 1;
  units_.emplace(image_, params);
  return units_->most_held();
}

void Chip::build_pes(kernel::Simulation& simulation, const Load& load) {
  for (std::uint32_t pe = 0; pe < params_.pes(); ++pe) {
    accumulators_.emplace_back(image_.plan.layer.phases, memories_.stride(pe), image_.plan.kc);
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
        Ppu::Work{pe, image_, accumulators_[pe], memory_.outputs(pe), load.arithmetic,
                  load.output_mask}));
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
  auto groups = memory_.stats();
  groups.push_back(&weight_feeder_.reader().stats().group);
  groups.push_back(&weight_feeder_.reader().stats().buffer);
  groups.push_back(&weight_feeder_.broadcaster().stats());
  return groups;
}

core::Cycles Chip::busiest_edges() const {
  return std::accumulate(busiest_.begin(), busiest_.end(), core::Cycles{0});
}

}  // namespace gossamer::arch::scnn
