// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "arch/dlac/drain.hpp"
#include "arch/dlac/input_store.hpp"
#include "arch/dlac/output_store.hpp"
#include "arch/dlac/pe_grid.hpp"
#include "arch/dlac/weight_store.hpp"
#include "kernel/simulation.hpp"
#include "memory/block_writer.hpp"
#include "memory/dram_system.hpp"
#include "memory/tile_loader.hpp"

namespace gossamer::arch::dlac {

/// What inject() knows: a tile of weights or a band of inputs that comes as zeros (an activation,
/// where inputs are on chip), a sum of every tile that is lost.
inline const std::vector<std::string> fault_names{"weight_tile", "input", "sum"};

/// A layer as the chip is loaded with it.
struct Load {
  const Mapping& mapping;
  const numerics::lowbit::Weights& weights;
  const std::vector<std::uint32_t>& activations;  ///< words, [batch][channels][height][width]
  float activation_scale = 1;
  bool relu = false;
  float subtract = 0;  ///< from outputs before ReLU
  bool values = true;
  core::CpuLevel level = core::CpuLevel::baseline;
};

/// The whole machine, made and wired for one invocation of one layer: DRAM, buffers with their
/// loaders, the datapath that the layer runs on, the drain, and the way of outputs to DRAM.
class Chip {
 public:
  Chip(kernel::Simulation& simulation, const Params& params, const Load& load);

  /// Arms a test hook of fault_names.
  void inject(const std::string& fault);
  std::uint32_t injected() const;

  const PeGrid& grid() const { return grid_; }
  const Drain& drain() const { return drain_; }
  const memory::DramPort& dram_port() const { return dram_.port(); }
  std::uint64_t weight_bytes() const { return weight_loader_->bytes(); }
  /// Words of stored activations, [batch][filters][height][width].
  std::vector<std::uint32_t> read_outputs();

 private:
  /// What a loader tells the grid, and is told.
  struct LoadLane {
    LoadLane(kernel::Simulation& simulation, const std::string& name, std::size_t loads)
        : complete{simulation, name + " complete", loads},
          released{simulation, name + " released", loads} {
      complete.hide_level();  // the grid comes for it when it needs the next
    }
    kernel::Channel<std::uint32_t> complete;
    kernel::Channel<std::uint32_t> released;
  };

  std::unique_ptr<memory::TileLoader> make_loader(const std::string& name,
                                                  std::vector<memory::TileLoader::Stored> loads,
                                                  std::uint32_t kib, memory::TileSink& sink,
                                                  std::unique_ptr<LoadLane>& lane);
  void load_operands(const Load& load);
  void write_outputs();

  kernel::Simulation& simulation_;
  const Params params_;
  const Mapping& mapping_;
  WeightStore weights_;
  InputStore inputs_;
  OutputStore outputs_;
  std::uint64_t outputs_at_ = 0;  // in DRAM
  memory::DramSystem dram_;
  PeGrid grid_;
  Drain drain_;
  kernel::Channel<SumsComplete> sums_;
  kernel::Channel<memory::WriteBlock> to_writer_;
  kernel::Channel<std::uint32_t> written_;
  std::unique_ptr<LoadLane> weight_lane_;
  std::unique_ptr<LoadLane> input_lane_;
  std::unique_ptr<memory::TileLoader> weight_loader_;
  std::unique_ptr<memory::TileLoader> input_loader_;
  std::unique_ptr<memory::BlockWriter> writer_;
  std::uint32_t injected_ = 0;
};

}  // namespace gossamer::arch::dlac
