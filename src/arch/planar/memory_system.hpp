// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arch/planar/input_loader.hpp"
#include "arch/planar/input_units.hpp"
#include "arch/planar/output_store.hpp"
#include "arch/planar/output_writer.hpp"
#include "arch/planar/sequencer.hpp"
#include "kernel/channel.hpp"
#include "kernel/simulation.hpp"
#include "memory/dram_system.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::planar {

/// What lies around the PEs of a machine, made for one image: DRAM and its port, the output
/// memories and, where activations do not fit, their path to and from DRAM.
class MemorySystem {
 public:
  struct Params {
    ActivationPath path;
    memory::Dram::Params dram;
    std::uint32_t pes = 1;
  };

  /// DRAM holds the weights, then the inputs, then room for outputs, each from a whole burst on.
  /// `units`: the inputs that are loaded; null if they are resident. `unwritten_steps`: whose
  /// outputs the output memories hold at a time.
  MemorySystem(kernel::Simulation& simulation, const Params& params,
               const std::vector<std::uint8_t>& weights, const InputUnits* units,
               std::uint32_t unwritten_steps);

  /// Connects a module that reads from DRAM or writes to it; they are served in this order.
  template <class Requester>
  void connect(const std::string& name, Requester& requester) {
    dram_.connect(name, requester);
  }

  /// Makes the input loader; only with units.
  void load_inputs(InputSink& memories, kernel::BroadcastChannel<InputUnit>& out_units);
  /// Makes the output writer and connects it with the sequencer.
  void write_outputs(Sequencer& sequencer);

  /// The output memory of a PE.
  OutputStore& outputs(std::uint32_t pe) { return outputs_[pe]; }
  /// Values of the PE that has most.
  std::uint64_t most_stored_outputs() const;
  /// The image's outputs [filters][height][width], read back from the output memories or DRAM.
  std::vector<std::int16_t> read_outputs(const workload::Conv2d& conv, std::uint32_t steps);

  const memory::DramPort& dram_port() const { return dram_.port(); }
  std::vector<const core::StatGroup*> stats() const;

 private:
  void load_dram(const std::vector<std::uint8_t>& weights);

  kernel::Simulation& simulation_;
  const Params params_;
  const InputUnits* units_;
  std::uint64_t inputs_at_ = 0;  // in DRAM
  std::uint64_t outputs_at_ = 0;
  std::vector<OutputStore> outputs_;
  kernel::Channel<std::uint32_t> drained_steps_;
  kernel::Channel<std::uint32_t> written_steps_;
  memory::DramSystem dram_;
  std::unique_ptr<InputLoader> input_loader_;
  std::unique_ptr<OutputWriter> output_writer_;
};

}  // namespace gossamer::arch::planar
