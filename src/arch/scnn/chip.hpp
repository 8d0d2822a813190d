// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "arch/scnn/activation_store.hpp"
#include "arch/scnn/broadcaster.hpp"
#include "arch/scnn/layer_plan.hpp"
#include "arch/scnn/pe.hpp"
#include "arch/scnn/ppu.hpp"
#include "arch/scnn/sequencer.hpp"
#include "arch/scnn/weight_reader.hpp"
#include "kernel/simulation.hpp"
#include "memory/dram_port.hpp"

namespace gossamer::arch::scnn {

/// What inject() knows: what is lost once in every output-channel group, or that a PE never
/// reports.
inline const std::vector<std::string> fault_names{"product", "halo", "weight_vector", "placeholder",
                                                  "deadlock"};

/// The layer as the chip is loaded with it: one image on chip, the weights in DRAM.
struct Load {
  const LayerPlan& plan;
  const FootKeys& keys;
  const std::vector<ActivationStore>& activations;  ///< per PE
  numerics::Int16Arithmetic arithmetic;
  bool values = true;
  const std::int16_t* output_mask = nullptr;  ///< without values
  const ScatterKernels& kernels;
};

/// The whole machine: weight path, PEs, post-processing units and sequencer, made and wired for one
/// image of one layer.
class Chip {
 public:
  Chip(kernel::Simulation& simulation, const Params& params, const Load& load);

  /// Arms a test hook of fault_names.
  void inject(const std::string& fault);
  /// How often it struck.
  std::uint32_t injected() const;

  const std::vector<std::unique_ptr<Pe>>& pes() const { return pes_; }
  const std::vector<std::unique_ptr<Ppu>>& ppus() const { return ppus_; }
  const std::vector<OutputStore>& outputs() const { return outputs_; }
  const memory::DramPort& dram_port() const { return dram_port_; }
  /// Counters outside the PEs.
  std::vector<const core::StatGroup*> shared_stats() const;

 private:
  std::uint32_t central_pe() const;
  void build_pes(kernel::Simulation& simulation, const Load& load);
  void connect_links(kernel::Simulation& simulation);

  const Params params_;
  const LayerPlan& plan_;
  Placement placement_;

  std::vector<Accumulators> accumulators_;
  std::vector<OutputStore> outputs_;

  kernel::Channel<memory::MemoryRequest> requests_;
  kernel::Channel<memory::MemoryResponse> responses_;
  kernel::Channel<BlockMessage> blocks_;
  kernel::BroadcastChannel<WeightVector> weight_fifos_;
  kernel::BroadcastChannel<GroupStart> starts_;
  kernel::Barrier pes_done_;
  kernel::Barrier halos_done_;
  kernel::Barrier drained_;
  std::vector<std::unique_ptr<kernel::Channel<HaloMessage>>> links_;

  memory::Dram dram_;
  memory::DramPort dram_port_;
  WeightReader weight_reader_;
  Broadcaster broadcaster_;
  Sequencer sequencer_;
  std::vector<std::unique_ptr<Pe>> pes_;
  std::vector<std::unique_ptr<Ppu>> ppus_;
};

}  // namespace gossamer::arch::scnn
