// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/architecture.hpp"

#include <fmt/format.h>

#include "arch/scnn/chip.hpp"
#include "arch/scnn/components.hpp"
#include "arch/scnn/layer_run.hpp"
#include "arch/scnn/memory_estimate.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/record.hpp"
#include "arch/scnn/refusals.hpp"

namespace gossamer::arch::scnn {

namespace {

class ScnnMachine : public Machine {
 public:
  ScnnMachine(const Params& params, double clock_ghz) : params_{params}, clock_ghz_{clock_ghz} {}

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

class ScnnArchitecture : public Architecture {
 public:
  void describe(core::ParameterVisitor& visitor) override { params_.describe(visitor); }

  void check(const WhereIs& where, core::Faults& faults) const override {
    if (params_.accumulator.hash == HashKind::parity && params_.accumulator.banks > 32) {
      faults.add(where("accumulator.hash"),
                 fmt::format("accumulator.hash: parity spreads sums over 32 banks; "
                             "accumulator.banks: {} needs linear or diagonal",
                             params_.accumulator.banks));
    }
  }

  std::unique_ptr<Machine> build(double clock_ghz) const override {
    return std::make_unique<ScnnMachine>(params_, clock_ghz);
  }

 private:
  Params params_;
};

}  // namespace

std::unique_ptr<Architecture> make_architecture() {
  return std::make_unique<ScnnArchitecture>();
}

}  // namespace gossamer::arch::scnn
