// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/dcnn/dot_product.hpp"
#include "arch/dcnn/image_plan.hpp"
#include "arch/dcnn/parameters.hpp"
#include "arch/dcnn/pe_stats.hpp"
#include "arch/dcnn/slots.hpp"
#include "arch/dcnn/weight_feeder.hpp"
#include "arch/planar/loaded_inputs.hpp"
#include "arch/planar/messages.hpp"
#include "kernel/barrier.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::dcnn {

/// The front of a processing element: input memory, weight FIFO, dot product and accumulators. For
/// each chunk of the products of an output, for each of its outputs of a channel, it holds the
/// chunk's inputs, its own and its neighbours', while the weights of all channels of the group pass
/// (input stationary; Parashar et al., ISCA 2017, section VI). Timing contract:
/// docs/timing/dcnn.md.
class Pe : public kernel::Module {
 public:
  struct Wiring {
    kernel::BroadcastChannel<WeightVector>& weights;
    kernel::BroadcastChannel<planar::StepStart>& starts;
    kernel::BroadcastChannel<planar::InputUnit>& inputs;  ///< used only if inputs are loaded
    kernel::Barrier& done;
  };
  struct Work {
    DotProduct::Wiring dot;
    const planar::InputUnits* units = nullptr;  ///< null: inputs are resident
    std::vector<core::Cycles>& busiest;         ///< per step: edges of the PE that computes longest
  };

  Pe(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
     const Wiring& wiring, const Work& work);

  std::string state() const override;
  const SlotCounts& slots() const { return slots_; }
  const PeStats& stats() const { return stats_; }

  /// Test hooks: a product of every step gets lost; the end of the next step is never reported.
  DotProduct& dot_product() { return dot_product_; }
  void never_report() { never_report_ = true; }

 private:
  enum class State { waiting_for_start, accumulating, flushing, stopped };
  core::Activity step() override;
  void slept(core::Cycles edges) override;

  core::Activity wait_for_start();
  void begin_step(std::uint32_t step);

  core::Activity accumulate();
  void advance(kernel::Burst& burst);
  bool open_chunk(kernel::Burst& burst);
  void pass_by(kernel::Burst& burst);
  void first_position(kernel::Burst& burst);
  void further_positions(kernel::Burst& burst);
  void issue(kernel::Burst& burst, std::uint64_t edges);
  void release_weights(std::uint64_t first_edge, std::uint64_t edges, core::Edge at);
  void close_chunk(core::Edge at);
  void end_step();
  void book_products();
  void book_reads();
  void flush(kernel::Burst& burst);

  bool have_inputs(kernel::Burst& burst, std::uint32_t channel);
  void release_inputs(std::uint32_t end_channel, core::Edge at);
  bool see_entry(kernel::Burst& burst, std::size_t entry);
  void wait(kernel::Burst& burst, core::Edge until, Slot reason);
  void spend_slots(Slot slot, core::Cycles edges);
  Slot starved() const;
  std::uint64_t edges_of_chunk() const { return std::uint64_t{positions_} * filters_; }

  const Params params_;
  Wiring wiring_;
  std::size_t weights_reader_ = 0;  // numbers of this PE
  std::size_t starts_reader_ = 0;
  planar::LoadedInputs inputs_;
  Work work_;
  const ImagePlan& image_;
  const bool works_;  // has outputs in some time tile
  DotProduct dot_product_;
  PeStats stats_;
  SlotCounts slots_;

  State state_ = State::waiting_for_start;
  std::size_t start_number_ = 0;  // of the next StepStart
  core::Edge waiting_since_{};    // for a start; accounted for when it comes
  std::uint32_t step_ = 0;
  std::uint32_t positions_ = 1;  // in this step
  std::uint32_t filters_ = 0;
  bool weights_seen_ = false;                                          // of this layer
  enum class Lack { nothing, weights, inputs } lack_ = Lack::nothing;  // whose time is not known

  std::size_t entry_ = 0;  // of the weight FIFO: the chunk's first
  std::uint32_t chunk_ = 0;
  bool open_ = false;       // its inputs are there
  std::uint64_t edge_ = 0;  // of the chunk: position x filters + filter; without outputs: filter
  core::Cycles flush_left_{};
  bool never_report_ = false;
};

}  // namespace gossamer::arch::dcnn
