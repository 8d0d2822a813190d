// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/dcnn/accumulators.hpp"
#include "arch/dcnn/image_plan.hpp"
#include "arch/dcnn/parameters.hpp"
#include "arch/planar/ppu.hpp"

namespace gossamer::arch::dcnn {

/// The post-processing unit of a PE. Its PE's sums are complete when a step has ended.
class Ppu : public planar::Ppu {
 public:
  struct Work {
    std::uint32_t pe = 0;
    const ImagePlan& image;
    Accumulators& accumulators;
    planar::OutputStore& outputs;
    numerics::Int16Arithmetic arithmetic;
    const std::int16_t* output_mask =
        nullptr;  ///< [filters][height][width] stored instead of values, if given
  };

  Ppu(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
      const Wiring& wiring, const Work& work);

 private:
  void begin(std::uint32_t step) override;
  OwnSums own_sums() const override;
  void clear(std::uint32_t step) override { work_.accumulators.clear(step); }

  Work work_;
  std::uint32_t step_ = 0;
  std::vector<std::uint32_t> sums_;  // of the step
};

}  // namespace gossamer::arch::dcnn
