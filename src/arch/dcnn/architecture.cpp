// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/architecture.hpp"

#include <fmt/format.h>

#include "arch/dcnn/chip.hpp"
#include "arch/dcnn/components.hpp"
#include "arch/dcnn/layer_run.hpp"
#include "arch/dcnn/memory_estimate.hpp"
#include "arch/dcnn/parameters.hpp"
#include "arch/dcnn/record.hpp"
#include "arch/dcnn/refusals.hpp"

namespace gossamer::arch::dcnn {

namespace {

class DcnnMachine : public Machine {
 public:
  DcnnMachine(const Params& params, double clock_ghz) : params_{params}, clock_ghz_{clock_ghz} {}

  std::string refusal(const workload::Layer& layer,
                      const SimulationOptions& options) const override {
    return refusal_of(layer, params_, options);
  }
  std::uint64_t memory_bytes(const workload::Layer& layer,
                             const SimulationOptions& options) const override {
    return memory_estimate(layer, params_, options.check);
  }
  core::LayerRecord simulate(const workload::Layer& layer,
                             const SimulationOptions& options) const override {
    return run_layer(params_, clock_ghz_, layer, options);
  }
  core::Components components() const override { return list_components(params_); }
  std::map<std::string, std::map<std::string, std::uint64_t>> counters() const override {
    return all_counters();
  }
  std::vector<std::string> faults() const override { return fault_names; }
  std::uint64_t multipliers() const override { return params_.multipliers(); }

 private:
  Params params_;
  double clock_ghz_;
};

class DcnnArchitecture : public Architecture {
 public:
  void describe(core::ParameterVisitor& visitor) override { params_.describe(visitor); }

  void check(const WhereIs& where, core::Faults& faults) const override {
    if (params_.weights.fifo_entries < 2 * params_.kc) {
      faults.add(where("weights.fifo_entries"),
                 fmt::format("weights.fifo_entries: {} vectors; a group of kc: {} output channels "
                             "needs at least {}, one chunk in use and one on its way",
                             params_.weights.fifo_entries, params_.kc, 2 * params_.kc));
    }
    // A vector may begin at the last byte of a burst, and the buffer holds whole bursts.
    const std::uint64_t burst = params_.dram.burst_bytes;
    const std::uint64_t buffer = std::uint64_t{params_.weights.buffer_kib} * 1024 / burst * burst;
    const std::uint64_t vector = 2 * std::uint64_t{params_.pe.multipliers};
    if (buffer < vector + burst) {
      faults.add(where("weights.buffer_kib"),
                 fmt::format("weights.buffer_kib: {} KiB do not hold a vector of {} bytes and the "
                             "burst of dram.burst_bytes: {} that brings its end",
                             params_.weights.buffer_kib, vector, burst));
    }
  }

  std::unique_ptr<Machine> build(double clock_ghz) const override {
    return std::make_unique<DcnnMachine>(params_, clock_ghz);
  }

 private:
  Params params_;
};

}  // namespace

std::unique_ptr<Architecture> make_architecture() {
  return std::make_unique<DcnnArchitecture>();
}

}  // namespace gossamer::arch::dcnn
