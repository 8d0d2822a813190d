// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/component.hpp"
#include "core/layer_record.hpp"
#include "core/parameters.hpp"
#include "cost/cost_model.hpp"
#include "memory/dram_type.hpp"
#include "support/catch.hpp"

namespace gossamer::test {

using Counters = std::map<std::string, std::map<std::string, std::uint64_t>>;

/// Every action of a machine, a thousand times each, in as many cycles.
inline core::LayerRecord every_action(Counters counters, std::uint64_t cycles) {
  core::LayerRecord record;
  record.cycles = cycles;
  record.counters = std::move(counters);
  for (auto& [path, actions] : record.counters) {
    for (auto& [action, count] : actions) count = 1000;
  }
  return record;
}

/// What a larger value of a parameter does to the area and to the energy of the same counted
/// actions: 1 more, 0 nothing, -1 less. What it does to the counts is the simulation's.
template <class Params>
struct Sign {
  std::string parameter;
  std::function<void(Params&)> enlarge;
  int area;
  int energy;
};

/// What a larger value of a parameter of the DRAM does, for `dram` among the parameters: its rows
/// are added to `signs`.
template <class Params>
std::vector<Sign<Params>> with_dram_signs(std::vector<Sign<Params>> signs) {
  const std::vector<Sign<Params>> of_dram{
      {"dram.type", [](Params& p) { p.dram.type = memory::DramType::ddr3; }, 0, 1},
      {"dram.bandwidth_gb_per_s", [](Params& p) { p.dram.bandwidth_gb_per_s *= 2; }, 0, 0},
      {"dram.latency_ns", [](Params& p) { p.dram.latency_ns *= 2; }, 0, 0},
      {"dram.outstanding", [](Params& p) { p.dram.outstanding *= 2; }, 1, 0},
      {"dram.burst_bytes", [](Params& p) { p.dram.burst_bytes *= 2; }, 0, 0},
  };
  signs.insert(signs.end(), of_dram.begin(), of_dram.end());
  return signs;
}

/// The shipped prices at 16 nm, with the shipped calibration of that name, or without one.
inline cost::CostModel shipped_prices(const std::string& configs, const std::string& calibration) {
  const auto technology = cost::Technology::load(configs + "/technology/16nm.yaml");
  if (calibration.empty()) return cost::CostModel{technology};
  return cost::CostModel{
      technology, cost::Calibration::load(configs + "/calibration/" + calibration + ".yaml")};
}

inline int sign_of(double difference) {
  return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}

struct Costs {
  double area;
  double energy;  ///< of every action, without leakage
};

inline Costs costs_of(const cost::CostModel& model, const core::Components& components,
                      const Counters& counters) {
  return {cost::total(model.area(components).raw),
          cost::total(model.energy(every_action(counters, 0), components, 1.0, 0.8).leaves.raw)};
}

/// Takes down the paths of all parameters.
class ParameterNames : public core::ParameterVisitor {
 public:
  std::vector<std::string> all;

  void field(std::string_view name, std::uint32_t&, std::string_view, std::string_view,
             std::uint32_t, std::uint32_t) override {
    add(name);
  }
  void field(std::string_view name, double&, std::string_view, std::string_view, double,
             double) override {
    add(name);
  }
  void field(std::string_view name, bool&, std::string_view) override { add(name); }
  void field(std::string_view name, std::string&, std::string_view) override { add(name); }
  void choice(std::string_view name, std::size_t&, std::string_view,
              const std::vector<std::string>&) override {
    add(name);
  }
  void group(std::string_view name, std::string_view,
             const std::function<void(core::ParameterVisitor&)>& members) override {
    const std::string outer = prefix_;
    prefix_ += std::string{name} + ".";
    members(*this);
    prefix_ = outer;
  }

 private:
  void add(std::string_view name) { all.push_back(prefix_ + std::string{name}); }

  std::string prefix_;
};

/// The table has every parameter, and each acts as it says.
template <class Params>
void check_signs(const std::vector<Sign<Params>>& signs, const cost::CostModel& model,
                 core::Components (*components)(const Params&), const Counters& counters) {
  const Costs base = costs_of(model, components(Params{}), counters);
  ParameterNames names;
  Params{}.describe(names);
  std::vector<std::string> listed;
  for (const Sign<Params>& sign : signs) {
    CAPTURE(sign.parameter);
    listed.push_back(sign.parameter);
    Params params;
    sign.enlarge(params);
    const Costs costs = costs_of(model, components(params), counters);
    CHECK(sign_of(costs.area - base.area) == sign.area);
    CHECK(sign_of(costs.energy - base.energy) == sign.energy);
  }
  std::sort(listed.begin(), listed.end());
  std::sort(names.all.begin(), names.all.end());
  CHECK(listed == names.all);
}

}  // namespace gossamer::test
