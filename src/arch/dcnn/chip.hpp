// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arch/dcnn/image_plan.hpp"
#include "arch/dcnn/pe.hpp"
#include "arch/dcnn/ppu.hpp"
#include "arch/dcnn/weight_feeder.hpp"
#include "arch/planar/memory_system.hpp"
#include "arch/planar/sequencer.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::arch::dcnn {

/// What inject() knows: what is lost once in every step, or that a PE never reports.
inline const std::vector<std::string> fault_names{"product", "weight_vector", "deadlock"};

/// The image as the chip is loaded with it: inputs on chip or in DRAM, weights in DRAM.
struct Load {
  const ImagePlan& image;
  bool writes_outputs = false;  ///< outputs go to DRAM instead of staying
  numerics::Int16Arithmetic arithmetic;
  bool values = true;
  const std::int16_t* output_mask = nullptr;  ///< without values
  DotKernel kernel = nullptr;
};

/// The whole machine: weight path, PEs, post-processing units, sequencer and, where activations do
/// not fit, their path to and from DRAM; made and wired for one image of one layer.
class Chip {
 public:
  Chip(kernel::Simulation& simulation, const Params& params, const Load& load);

  /// Arms a test hook of fault_names.
  void inject(const std::string& fault);
  /// How often it struck.
  std::uint32_t injected() const;

  const std::vector<std::unique_ptr<Pe>>& pes() const { return pes_; }
  const std::vector<std::unique_ptr<Ppu>>& ppus() const { return ppus_; }
  /// The image's outputs [filters][height][width], read back from the output memories or DRAM.
  std::vector<std::int16_t> read_outputs() {
    return memory_.read_outputs(image_.plan.layer.conv, image_.steps());
  }
  const memory::DramPort& dram_port() const { return memory_.dram_port(); }
  /// Edges of the PE that computes longest in each step, added up.
  core::Cycles busiest_edges() const;
  /// Counters outside the PEs.
  std::vector<const core::StatGroup*> shared_stats() const;
  /// Bytes of weights that come from DRAM.
  std::uint64_t weight_bytes() const { return weight_feeder_.bytes(); }

 private:
  std::size_t input_units(const Params& params);
  void build_pes(kernel::Simulation& simulation, const Load& load);

  const Params params_;
  const ImagePlan& image_;
  InputMemories memories_;
  std::optional<planar::InputUnits> units_;  // of inputs that are loaded
  WeightMemory weights_;
  std::vector<Accumulators> accumulators_;
  std::vector<core::Cycles> busiest_;

  kernel::BroadcastChannel<WeightVector> weight_fifos_;
  kernel::BroadcastChannel<planar::StepStart> starts_;
  kernel::BroadcastChannel<planar::InputUnit> inputs_;
  kernel::Barrier pes_done_;
  kernel::Barrier sums_complete_;
  kernel::Barrier drained_;

  const std::uint32_t unwritten_steps_;
  planar::MemorySystem memory_;
  WeightFeeder weight_feeder_;
  planar::Sequencer sequencer_;
  std::vector<std::unique_ptr<Pe>> pes_;
  std::vector<std::unique_ptr<Ppu>> ppus_;
};

}  // namespace gossamer::arch::dcnn
