// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "arch/sparse_tensor_core/l2.hpp"
#include "arch/sparse_tensor_core/sm.hpp"
#include "arch/sparse_tensor_core/sm_group.hpp"
#include "kernel/simulation.hpp"
#include "memory/dram_system.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// What inject() knows: a slab of A that comes as zeros, a sum of every warp that is wrong.
inline const std::vector<std::string> fault_names{"slab", "sum"};

/// A layer as the machine is loaded with it.
struct LayerLoad {
  const OperandMap& map;
  const NonzeroCounts& counts;
  const BlockMath* math = nullptr;     ///< none in runs without values
  const Operands* operands = nullptr;  ///< likewise
};

/// The whole machine, made and wired for one invocation of one layer: SMs, L2 and DRAM.
class Chip {
 public:
  Chip(kernel::Simulation& simulation, const Params& params, const LayerLoad& load);

  /// Arms a test hook of fault_names.
  void inject(const std::string& fault);
  std::uint32_t injected() const;

  /// The simulated SMs, and whom each stands for.
  const std::vector<std::unique_ptr<Sm>>& sms() const { return sms_; }
  const std::vector<SmGroup>& groups() const { return groups_; }
  const L2& l2() const { return l2_; }
  const memory::DramPort& dram_port() const { return dram_.port(); }
  std::vector<std::uint8_t>& storage() { return dram_.storage(); }

 private:
  struct SmLane {
    SmLane(kernel::Simulation& simulation, const std::string& name, const SmWork& work);
    kernel::Channel<LoadRequest> loads;
    kernel::Channel<LoadResponse> loaded;
    kernel::Channel<WarpDone> stores;
  };

  const GemmPlan& plan_;
  memory::DramSystem dram_;
  std::vector<SmGroup> groups_;
  std::vector<std::unique_ptr<SmWork>> work_;
  L2 l2_;
  std::vector<std::unique_ptr<SmLane>> lanes_;
  std::vector<std::unique_ptr<Sm>> sms_;
};

}  // namespace gossamer::arch::sparse_tensor_core
