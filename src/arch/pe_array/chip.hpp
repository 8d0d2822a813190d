// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "arch/pe_array/distributor.hpp"
#include "arch/pe_array/input_image.hpp"
#include "arch/pe_array/output_collector.hpp"
#include "arch/pe_array/pe.hpp"
#include "arch/pe_array/ppu.hpp"
#include "arch/pe_array/weight_tiles.hpp"
#include "kernel/simulation.hpp"
#include "memory/block_writer.hpp"
#include "memory/dram_system.hpp"
#include "memory/tile_loader.hpp"

namespace gossamer::arch::pe_array {

/// What inject() knows: a tile of weights or of inputs that comes as zeros, a sum of every block
/// that is lost.
inline const std::vector<std::string> fault_names{"weight_tile", "input_tile", "sum"};

/// A layer as the chip is loaded with it.
struct Load {
  const Mapping& mapping;
  const Schedule& schedule;
  const numerics::vsq::Vectors& weights;
  const numerics::vsq::Vectors& activations;
  const numerics::vsq::PostProcessing& post_processing;
  Execution execution;
};

/// The whole machine, made and wired for one invocation of one layer: DRAM, global buffer with its
/// loaders, network, PEs with their post-processing, and the way of the outputs back.
class Chip {
 public:
  Chip(kernel::Simulation& simulation, const Params& params, const Load& load);

  /// Arms a test hook of fault_names.
  void inject(const std::string& fault);
  std::uint32_t injected() const;

  const std::vector<std::unique_ptr<Pe>>& pes() const { return pes_; }
  const std::vector<std::unique_ptr<Ppu>>& ppus() const { return ppus_; }
  const memory::DramPort& dram_port() const { return dram_.port(); }
  std::vector<const core::StatGroup*> shared_stats() const;
  std::uint64_t weight_bytes() const { return weight_loader_ ? weight_loader_->bytes() : 0; }
  /// The outputs, read back from the global buffer or DRAM.
  numerics::vsq::Vectors read_outputs();

 private:
  /// Channels between a PE, its post-processing and the networks.
  struct PeLane {
    PeLane(kernel::Simulation& simulation, const std::string& place);
    kernel::Channel<WeightsHere> weights;
    kernel::Channel<InputsHere> inputs;
    kernel::Channel<SumsComplete> sums;
    kernel::Channel<OutputBlock> outputs;
  };
  /// What a loader tells the distributor, and is told.
  struct LoadLane {
    LoadLane(kernel::Simulation& simulation, const std::string& name, std::size_t loads);
    kernel::Channel<std::uint32_t> complete;
    kernel::Channel<std::uint32_t> released;
  };

  std::unique_ptr<memory::TileLoader> make_loader(const std::string& name,
                                                  std::vector<memory::TileLoader::Stored> loads,
                                                  std::uint64_t capacity, memory::TileSink& sink,
                                                  Distributor::Loads& loads_of);
  void build_pes(const Load& load);
  void write_outputs();

  kernel::Simulation& simulation_;
  const Params params_;
  const Mapping& mapping_;
  WeightTiles weight_tiles_;
  InputImage inputs_;
  OperandCounts counts_;
  OutputStore outputs_;
  std::uint64_t outputs_at_ = 0;  // in DRAM
  memory::DramSystem dram_;
  std::vector<std::unique_ptr<LoadLane>> load_lanes_;
  std::vector<std::unique_ptr<PeLane>> pe_lanes_;
  Distributor distributor_;
  std::unique_ptr<memory::TileLoader> weight_loader_;
  std::unique_ptr<memory::TileLoader> input_loader_;
  std::vector<std::unique_ptr<Pe>> pes_;
  std::vector<std::unique_ptr<Ppu>> ppus_;
  OutputCollector collector_;
  kernel::Channel<memory::WriteBlock> to_writer_;
  kernel::Channel<std::uint32_t> written_;
  std::unique_ptr<memory::BlockWriter> writer_;
  bool loses_weights_ = false;
};

}  // namespace gossamer::arch::pe_array
