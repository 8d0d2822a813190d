// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/chip.hpp"

#include <fmt/format.h>

namespace gossamer::arch::scnn {

namespace {

std::uint32_t pes_with_inputs(const Tiling& tiling) {
  std::uint32_t count = 0;
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) count += tiling.input(pe).empty() ? 0 : 1;
  return count;
}

std::uint32_t opposite(std::uint32_t link) {
  return link_count - 1 - link;
}

}  // namespace

Chip::Chip(kernel::Simulation& simulation, const Params& params, const Load& load)
    : params_{params},
      plan_{load.plan},
      placement_{plan_.conv,
                 load.keys,
                 plan_.banks,
                 plan_.tiling.footprint_height(),
                 plan_.tiling.footprint_width(),
                 params.pe.f},
      requests_{simulation, "requests", params.dram.outstanding},
      responses_{simulation, "responses", std::size_t{2} * params.dram.outstanding},
      blocks_{simulation, "blocks", params.weights.block_queue},
      weight_fifos_{simulation, "weight FIFOs", params.weights.fifo_entries},
      starts_{simulation, "group starts", 2},
      pes_done_{simulation, "PEs done", pes_with_inputs(plan_.tiling)},
      halos_done_{simulation, "halos exchanged", params.pes()},
      drained_{simulation, "outputs written", params.pes()},
      dram_{"dram", params.dram},
      dram_port_{"dram_port", simulation, params.dram},
      weight_reader_{"weight_reader", simulation, params, plan_, placement_},
      broadcaster_{"broadcaster", simulation, params, weight_fifos_},
      sequencer_{"sequencer",
                 simulation,
                 static_cast<std::uint32_t>(plan_.groups.size()),
                 {pes_done_, halos_done_, drained_},
                 starts_} {
  dram_.storage() = plan_.weights.bytes;
  dram_port_.socket.bind(dram_.socket);
  weight_reader_.out_requests.bind(requests_);
  dram_port_.in_requests.bind(requests_);
  dram_port_.out_responses.bind(responses_);
  weight_reader_.in_responses.bind(responses_);
  weight_reader_.out_blocks.bind(blocks_);
  broadcaster_.in_blocks.bind(blocks_);
  build_pes(simulation, load);
  connect_links(simulation);
}

void Chip::build_pes(kernel::Simulation& simulation, const Load& load) {
  const Tiling& tiling = plan_.tiling;
  for (std::uint32_t pe = 0; pe < params_.pes(); ++pe) {
    accumulators_.emplace_back(tiling, tiling.input(pe), plan_.kc);
    outputs_.emplace_back(params_, tiling.output(pe));
  }
  for (std::uint32_t pe = 0; pe < params_.pes(); ++pe) {
    const std::string place = fmt::format("{}_{}", pe / params_.pe.cols, pe % params_.pe.cols);
    pes_.push_back(std::make_unique<Pe>(
        ("pe_" + place).c_str(), simulation, params_, Pe::Wiring{weight_fifos_, starts_, pes_done_},
        Pe::Work{load.activations[pe], accumulators_[pe], load.kernels,
                 load.arithmetic.product_shift, load.values, !tiling.input(pe).empty()}));
    ppus_.push_back(std::make_unique<Ppu>(
        ("ppu_" + place).c_str(), simulation, params_, Ppu::Wiring{starts_, halos_done_, drained_},
        Ppu::Work{pe, plan_, accumulators_[pe], outputs_[pe], load.arithmetic, load.output_mask}));
  }
}

void Chip::connect_links(kernel::Simulation& simulation) {
  for (std::uint32_t pe = 0; pe < params_.pes(); ++pe) {
    for (std::uint32_t link = 0; link < link_count; ++link) {
      const auto to = neighbour(pe, link, params_.pe.rows, params_.pe.cols);
      if (!to) continue;
      // Two groups' worth of messages: arriving sums are added at once and never wait.
      const std::size_t capacity = 2 * (std::size_t{plan_.halos.arrivals[*to]} + 1);
      links_.push_back(std::make_unique<kernel::Channel<HaloMessage>>(
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
  const Tiling& tiling = plan_.tiling;
  std::uint32_t rows = 1;
  std::uint32_t cols = 1;
  while (rows < tiling.rows() && !tiling.input(rows * tiling.cols()).empty()) ++rows;
  while (cols < tiling.cols() && !tiling.input(cols).empty()) ++cols;
  return rows / 2 * tiling.cols() + cols / 2;
}

void Chip::inject(const std::string& fault) {
  const std::uint32_t pe = central_pe();
  if (fault == "product") pes_[pe]->multipliers().lose_products();
  if (fault == "halo") ppus_[pe]->lose_halos();
  if (fault == "weight_vector") broadcaster_.lose_vectors();
  if (fault == "placeholder") weight_reader_.lose_placeholders();
  if (fault == "deadlock") pes_[pe]->never_report();
}

std::uint32_t Chip::injected() const {
  const std::uint32_t pe = central_pe();
  return pes_[pe]->multipliers().lost() + ppus_[pe]->lost() + broadcaster_.lost() +
         weight_reader_.lost();
}

std::vector<const core::StatGroup*> Chip::shared_stats() const {
  return {&dram_port_.stats(), &weight_reader_.stats(), &broadcaster_.stats()};
}

}  // namespace gossamer::arch::scnn
