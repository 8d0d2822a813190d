// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/component.hpp"
#include "core/cpu_level.hpp"
#include "core/layer_record.hpp"
#include "core/slot_reason.hpp"
#include "workload/layer.hpp"
#include "workload/operand_values.hpp"

namespace gossamer::kernel {
class Recorder;
}

namespace gossamer::arch {

/// How to simulate, as opposed to what: none of this may change a result (but `values`, whose
/// effect is documented).
struct SimulationOptions {
  std::uint64_t seed = 1;
  bool values = true;              ///< false: operand masks only, no arithmetic
  bool check = false;              ///< compare every output with the reference kernel
  bool single_step = false;        ///< no bursts and no sleeping: one edge at a time
  std::uint64_t module_order = 0;  ///< other than 0: shuffles the order in which modules run
  std::uint64_t stall_seed =
      0;  ///< other than 0: channels refuse at random edges (changes time, never values)
  core::CpuLevel cpu_level = core::detected_cpu_level();
  /// Of the layer's times; null: nothing is recorded. A machine that tries several ways to run a
  /// layer records each by itself and leaves the timeline of the one that counts in its record.
  kernel::Recorder* recorder = nullptr;
  std::string fault;  ///< test hook: what the machine loses or does wrong; "" for nothing
};

/// One configured accelerator. Immutable; each layer is simulated in a fresh SystemC context, so a
/// layer's record does not depend on what was simulated before it.
class Machine {
 public:
  virtual ~Machine() = default;

  /// Whether there is hardware for layers of that kind. Most machines run these.
  virtual bool runs_kind(const std::string& kind) const {
    return kind == "conv2d" || kind == "depthwise_conv2d" || kind == "gemm";
  }

  /// Why this machine cannot run the layer, of a kind that it runs, in words; "" if it can. Nothing
  /// is allocated.
  virtual std::string refusal(const workload::Layer& layer,
                              const SimulationOptions& options) const = 0;

  /// Upper estimate of the memory that simulate() will need, in bytes.
  virtual std::uint64_t memory_bytes(const workload::Layer& layer,
                                     const SimulationOptions& options) const = 0;

  /// All invocations of a layer, added up. Throws SimulationStuck, ConfigError (operand files),
  /// FileError.
  virtual core::LayerRecord simulate(const workload::Layer& layer,
                                     const SimulationOptions& options) const = 0;

  /// The bill of materials, from the parameters alone.
  virtual core::Components components() const = 0;

  /// Every counter that a record of this machine has (path, action), at 0: what must have a price.
  virtual std::map<std::string, std::map<std::string, std::uint64_t>> counters() const = 0;

  /// Names that SimulationOptions::fault may have.
  virtual std::vector<std::string> faults() const = 0;

  virtual std::uint64_t multipliers() const = 0;

  /// What the `slots` of its records mean, in their order.
  virtual core::SlotReasons slot_reasons() const = 0;

  /// The groups (core/module_group.hpp) of the modules whose multipliers the slots are of; a layer
  /// may use one of them.
  virtual std::vector<std::string> multiplying_modules() const = 0;

  /// What the elements of operand files must be.
  virtual workload::OperandValues operand_values() const { return workload::OperandValues::int16; }

  /// Adds what is wrong, beyond that, with the values of a layer's operand files: those that the
  /// number formats of this machine do not have. A layer that it refuses has no faults here. Throws
  /// ConfigError, FileError.
  virtual void check_operands(const workload::Layer& /*layer*/, core::Faults& /*faults*/) const {}
};

}  // namespace gossamer::arch
