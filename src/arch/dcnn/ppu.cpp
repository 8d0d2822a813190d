// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/ppu.hpp"

#include <numeric>
#include <utility>

namespace gossamer::arch::dcnn {

Ppu::Ppu(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
         const Wiring& wiring, const Work& work)
    : planar::Ppu{name,
                  simulation,
                  wiring,
                  {work.image.plan.layer.conv, work.outputs, params.activation_format(),
                   work.arithmetic, params.ppu.width, work.output_mask}},
      work_{work} {}

void Ppu::begin(std::uint32_t step) {
  step_ = step;
  const Accumulators& accumulators = work_.accumulators;
  const std::uint32_t* set = accumulators.set(step);
  const std::uint32_t positions = work_.image.positions(work_.pe, work_.image.tile_of(step));
  sums_.assign(set, set + std::size_t{work_.image.group(step).filters} * positions);
}

planar::Ppu::OwnSums Ppu::own_sums() const {
  const planar::OutputGroup& group = work_.image.group(step_);
  std::vector<std::uint32_t> filters(group.filters);
  std::iota(filters.begin(), filters.end(), group.first_filter);
  return {sums_, std::move(filters), work_.image.tiling(step_).output(work_.pe)};
}

}  // namespace gossamer::arch::dcnn
