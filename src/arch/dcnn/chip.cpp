// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/chip.hpp"

#include <fmt/format.h>

#include <numeric>

#include "arch/planar/output_room.hpp"

namespace gossamer::arch::dcnn {

namespace {

std::uint32_t pes_with_outputs(const ImagePlan& image) {
  std::uint32_t count = 0;
  for (std::uint32_t pe = 0; pe < image.plan.grid.pes(); ++pe) count += image.works(pe) ? 1 : 0;
  return count;
}

}  // namespace

Chip::Chip(kernel::Simulation& simulation, const Params& params, const Load& load)
    : params_{params},
      image_{load.image},
      memories_{image_},
      weights_{image_, params.weights.fifo_entries},
      busiest_(image_.steps()),
      weight_fifos_{simulation, "weight FIFOs", params.weights.fifo_entries},
      starts_{simulation, "step starts", 2},
      inputs_{simulation, "input units", input_units(params)},
      pes_done_{simulation, "PEs done", pes_with_outputs(image_)},
      sums_complete_{simulation, "sums complete", params.pes()},
      drained_{simulation, "outputs drained", params.pes()},
      unwritten_steps_{planar::unwritten_steps(image_.tiles, image_.plan.kc, image_.steps(),
                                               params.output_capacity())},
      memory_{simulation,
              {params.activation_path(), params.dram, params.pes()},
              image_.plan.weights,
              units_ ? &*units_ : nullptr,
              unwritten_steps_},
      weight_feeder_{"weight_feeder", simulation, params, image_, weights_, weight_fifos_},
      sequencer_{"sequencer",
                 simulation,
                 {image_.steps(), load.writes_outputs, unwritten_steps_},
                 {pes_done_, sums_complete_, drained_},
                 starts_} {
  memory_.connect("weight", weight_feeder_);
  build_pes(simulation, load);
  if (units_) memory_.load_inputs(memories_, inputs_);
  if (load.writes_outputs) memory_.write_outputs(sequencer_);
}

// As many entries as units are in the memories at once; one where none is loaded.
std::size_t Chip::input_units(const Params& params) {
  if (image_.supply == planar::InputSupply::resident) return 1;
  units_.emplace(image_.input_units(params));
  return units_->most_held();
}

void Chip::build_pes(kernel::Simulation& simulation, const Load& load) {
  for (std::uint32_t pe = 0; pe < params_.pes(); ++pe) {
    accumulators_.emplace_back(std::size_t{image_.plan.kc} * image_.most_positions(pe));
  }
  for (std::uint32_t pe = 0; pe < params_.pes(); ++pe) {
    const std::string place = fmt::format("{}_{}", pe / params_.pe.cols, pe % params_.pe.cols);
    pes_.push_back(
        std::make_unique<Pe>(("pe_" + place).c_str(), simulation, params_,
                             Pe::Wiring{weight_fifos_, starts_, inputs_, pes_done_},
                             Pe::Work{{pe, image_, memories_, weights_, accumulators_[pe],
                                       load.kernel, load.arithmetic.product_shift, load.values},
                                      units_ ? &*units_ : nullptr,
                                      busiest_}));
    ppus_.push_back(
        std::make_unique<Ppu>(("ppu_" + place).c_str(), simulation, params_,
                              Ppu::Wiring{starts_, sums_complete_, drained_},
                              Ppu::Work{pe, image_, accumulators_[pe], memory_.outputs(pe),
                                        load.arithmetic, load.output_mask}));
  }
}

void Chip::inject(const std::string& fault) {
  if (fault == "product") pes_[0]->dot_product().lose_products();
  if (fault == "weight_vector") weight_feeder_.lose_vectors();
  if (fault == "deadlock") pes_[0]->never_report();
}

std::uint32_t Chip::injected() const {
  return pes_[0]->dot_product().lost() + weight_feeder_.lost();
}

std::vector<const core::StatGroup*> Chip::shared_stats() const {
  auto groups = memory_.stats();
  groups.push_back(&weight_feeder_.stats().sequencer);
  groups.push_back(&weight_feeder_.stats().buffer);
  groups.push_back(&weight_feeder_.stats().broadcast);
  return groups;
}

core::Cycles Chip::busiest_edges() const {
  return std::accumulate(busiest_.begin(), busiest_.end(), core::Cycles{0});
}

}  // namespace gossamer::arch::dcnn
