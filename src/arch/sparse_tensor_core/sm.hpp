// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "arch/sparse_tensor_core/block_scheduler.hpp"
#include "arch/sparse_tensor_core/copy_engine.hpp"
#include "arch/sparse_tensor_core/epilogue.hpp"
#include "arch/sparse_tensor_core/shared_memory.hpp"
#include "arch/sparse_tensor_core/sub_core.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// A streaming multiprocessor: its modules, made and wired. With a microbenchmark as work it has
/// neither copy engine nor shared memory.
class Sm {
 public:
  Sm(kernel::Simulation& simulation, const std::string& name, const SmParams& params,
     const SmWork& work);

  void connect(kernel::Channel<LoadRequest>& loads, kernel::Channel<LoadResponse>& loaded,
               kernel::Channel<WarpDone>& stores);

  const std::vector<std::unique_ptr<SubCore>>& sub_cores() const { return sub_cores_; }
  std::vector<const SmStats*> stats() const;
  /// Of a machine with memories.
  const SharedMemory& shared_memory() const { return *shared_memory_; }

  void lose_slabs() { copy_engine_->lose_slabs(); }
  void lose_sums();
  std::uint32_t lost() const;

 private:
  /// Channels of a sub-core.
  struct Lane {
    Lane(kernel::Simulation& simulation, const std::string& name, const SmParams& params,
         const SmWork& work);
    kernel::Channel<Launch> launches;
    kernel::Channel<StageFilled> filled;
    kernel::Channel<StageRead> read;
    kernel::Channel<FragmentRequest> requests;
    kernel::Channel<FragmentResponse> fragments;
    kernel::Channel<WarpDone> done;
  };

  void build_memory(kernel::Simulation& simulation, const std::string& name, const SmParams& params,
                    const SmWork& work);
  void wire(Lane& lane, SubCore& sub_core);

  SharedStages stages_;
  BlockScheduler scheduler_;
  Epilogue epilogue_;
  kernel::Channel<WarpStored> stored_;
  std::vector<std::unique_ptr<SubCore>> sub_cores_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::unique_ptr<CopyEngine> copy_engine_;
  std::unique_ptr<SharedMemory> shared_memory_;
  kernel::Channel<Launch> copy_launches_;
  kernel::Channel<Fill> fills_;
  kernel::Channel<StageFilled> filled_;
};

}  // namespace gossamer::arch::sparse_tensor_core
