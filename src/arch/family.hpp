// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "arch/catalog.hpp"
#include "arch/machine.hpp"

namespace gossamer::arch {

/// What one architecture does for the contract, as functions of its parameters. `Params` has
/// describe(visitor) and multipliers(). Machine and Architecture say what each must return.
template <class Params>
struct Family {
  void (*check)(const Params& params, const WhereIs& where, core::Faults& faults);
  std::string (*refusal)(const workload::Layer& layer, const Params& params,
                         const SimulationOptions& options);
  std::uint64_t (*memory_bytes)(const workload::Layer& layer, const Params& params,
                                const SimulationOptions& options);
  core::LayerRecord (*simulate)(const Params& params, double clock_ghz,
                                const workload::Layer& layer, const SimulationOptions& options);
  core::Components (*components)(const Params& params);
  std::map<std::string, std::map<std::string, std::uint64_t>> (*counters)();
  const std::vector<std::string>* faults;
  core::SlotReasons (*slot_reasons)();
  std::array<const char*, 2> multiplying_modules;  ///< null where there is no second group
  std::vector<MachineSize> (*sizes)(const Params& params);
  workload::OperandValues operand_values = workload::OperandValues::int16;
};

/// The machine of a family: its functions and its parameters. An architecture that needs more
/// derives from Machine itself.
template <class Params>
class FamilyMachine : public Machine {
 public:
  FamilyMachine(const Family<Params>& family, const Params& params, double clock_ghz)
      : family_{family}, params_{params}, clock_ghz_{clock_ghz} {}

  std::string refusal(const workload::Layer& layer,
                      const SimulationOptions& options) const override {
    return family_.refusal(layer, params_, options);
  }
  std::uint64_t memory_bytes(const workload::Layer& layer,
                             const SimulationOptions& options) const override {
    return family_.memory_bytes(layer, params_, options);
  }
  core::LayerRecord simulate(const workload::Layer& layer,
                             const SimulationOptions& options) const override {
    return family_.simulate(params_, clock_ghz_, layer, options);
  }
  core::Components components() const override { return family_.components(params_); }
  std::map<std::string, std::map<std::string, std::uint64_t>> counters() const override {
    return family_.counters();
  }
  std::vector<std::string> faults() const override { return *family_.faults; }
  std::uint64_t multipliers() const override { return params_.multipliers(); }
  core::SlotReasons slot_reasons() const override { return family_.slot_reasons(); }
  std::vector<std::string> multiplying_modules() const override {
    std::vector<std::string> groups;
    for (const char* group : family_.multiplying_modules) {
      if (group != nullptr) groups.emplace_back(group);
    }
    return groups;
  }
  workload::OperandValues operand_values() const override { return family_.operand_values; }

 private:
  const Family<Params> family_;
  const Params params_;
  const double clock_ghz_;
};

template <class Params>
class FamilyArchitecture : public Architecture {
 public:
  explicit FamilyArchitecture(const Family<Params>& family) : family_{family} {}

  void describe(core::ParameterVisitor& visitor) override { params_.describe(visitor); }
  void check(const WhereIs& where, core::Faults& faults) const override {
    family_.check(params_, where, faults);
  }
  std::unique_ptr<Machine> build(double clock_ghz) const override {
    return std::make_unique<FamilyMachine<Params>>(family_, params_, clock_ghz);
  }
  std::vector<MachineSize> sizes() const override { return family_.sizes(params_); }

 private:
  const Family<Params> family_;
  Params params_;
};

/// The family's parameters with their defaults.
template <class Params>
std::unique_ptr<Architecture> architecture_of(const Family<Params>& family) {
  return std::make_unique<FamilyArchitecture<Params>>(family);
}

}  // namespace gossamer::arch
