// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/activation_store.hpp"
#include "arch/scnn/bank_queues.hpp"
#include "arch/scnn/messages.hpp"
#include "arch/scnn/multiplier_array.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/pe_stats.hpp"
#include "arch/scnn/slots.hpp"
#include "kernel/barrier.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::scnn {

/// The front of a processing element: input memory, weight FIFO, Cartesian-product multipliers,
/// scatter crossbar and accumulator banks. Holds a vector of I activations while the whole weight
/// block of its channel passes in vectors of F (input stationary; Parashar et al., ISCA 2017,
/// figure 4). Timing contract: docs/timing/scnn.md.
class Pe : public kernel::Module {
 public:
  struct Wiring {
    kernel::BroadcastChannel<WeightVector>& weights;
    kernel::BroadcastChannel<GroupStart>& starts;
    kernel::Barrier& done;
  };
  struct Work {
    const ActivationStore& activations;
    Accumulators& accumulators;
    const ScatterKernels& kernels;
    unsigned product_shift = 0;
    bool values = true;
    bool has_tile = true;  ///< false: stands by for the whole layer
  };

  Pe(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
     const Wiring& wiring, const Work& work);

  std::string state() const override;
  const SlotCounts& slots() const { return slots_; }
  const PeStats& stats() const { return stats_; }

  /// Test hooks: a product of every group gets lost; the end of the next group is never reported.
  MultiplierArray& multipliers() { return multipliers_; }
  void never_report() { never_report_ = true; }

 private:
  enum class State { waiting_for_start, accumulating, flushing, stopped };
  core::Activity step() override;
  void slept(core::Cycles edges) override;

  core::Activity wait_for_start();
  void account_wait(const GroupStart& start);
  void begin_group(std::uint32_t group);

  core::Activity accumulate();
  void advance(kernel::Burst& burst);
  void take_entry(kernel::Burst& burst);
  void hold_activation();
  void issue(kernel::Burst& burst);
  void issue_one(kernel::Burst& burst);
  void issue_run(kernel::Burst& burst);
  void finish_pass();
  void see_vectors(core::Edge at);
  std::size_t entry_of(std::uint32_t vector) const { return block_entry_ + vector - first_vector_; }
  void finish_block();
  void wait_for_entry(kernel::Burst& burst, std::size_t entry);
  void wait(kernel::Burst& burst, core::Edge until, Slot reason);
  void flush(kernel::Burst& burst);
  void spend_slots(Slot slot, core::Cycles edges);
  Slot starved() const { return weights_seen_ ? Slot::weight_starvation : Slot::fill; }

  const Params params_;
  Wiring wiring_;
  Work work_;
  BankQueues queues_;
  MultiplierArray multipliers_;
  PeStats stats_;
  SlotCounts slots_;

  State state_ = State::waiting_for_start;
  std::size_t start_number_ = 0;  // of the next GroupStart
  core::Edge waiting_since_{};    // for a start; accounted for when it comes
  std::uint32_t group_ = 0;
  bool weights_seen_ = false;  // of this layer
  bool starving_ = false;      // nothing to do before an entry comes whose time is not known

  std::size_t entry_ = 0;           // next unread entry of the weight FIFO
  WeightBlock* block_ = nullptr;    // whose vectors pass now
  std::size_t block_entry_ = 0;     // number of its first entry
  std::uint32_t first_vector_ = 0;  // index of that entry's vector in the block
  std::uint32_t seen_ = 0;          // vectors of the block before this one are in the FIFO
  std::uint32_t vector_ = 0;        // next to be issued
  std::uint64_t useful_ = 0;        // products of the block inside the plane, so far
  std::uint32_t activation_ = 0;    // stationary vector
  std::uint32_t activations_end_ = 0;
  core::Edge activation_ready_{};  // when the next activation vector is out of the input memory
  bool at_crossbar_ = false;       // products of the last issue are left (single edges only)
  core::Cycles flush_left_{};

  std::vector<const std::uint8_t*> rows_;
  std::vector<std::uint32_t> issued_at_;
  bool never_report_ = false;
};

}  // namespace gossamer::arch::scnn
