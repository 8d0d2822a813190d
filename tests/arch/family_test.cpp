// SPDX-License-Identifier: Apache-2.0
#include "arch/family.hpp"

#include "support/catch.hpp"
#include "support/layers.hpp"

using namespace gossamer;
using namespace gossamer::arch;

namespace {

struct Params {
  std::uint32_t lanes = 3;
  void describe(core::ParameterVisitor& v) { v.field("lanes", lanes, "lanes", "lanes", 1U, 9U); }
  std::uint64_t multipliers() const { return lanes; }
};

const std::vector<std::string> fault_names{"sum"};

void check(const Params& params, const WhereIs& where, core::Faults& faults) {
  faults.add(where("lanes"), std::to_string(params.lanes) + " are too few");
}

constexpr Family<Params> family{
    check,
    [](const workload::Layer& layer, const Params& params, const SimulationOptions& options) {
      return layer.name + std::to_string(params.lanes) + (options.check ? " checked" : "");
    },
    [](const workload::Layer&, const Params& params, const SimulationOptions& options) {
      return params.lanes * options.seed;
    },
    [](const Params& params, double clock_ghz, const workload::Layer& layer,
       const SimulationOptions& options) {
      core::LayerRecord record;
      record.name = layer.name;
      record.cycles = params.lanes * options.seed;
      record.metrics["clock"] = clock_ghz;
      return record;
    },
    [](const Params& params) {
      return core::Components{core::one_part("pe", "register", params.lanes, {}, {})};
    },
    [] {
      return std::map<std::string, std::map<std::string, std::uint64_t>>{{"pe", {{"write", 0}}}};
    },
    &fault_names,
    [] {
      return core::SlotReasons{{"useful", core::SlotClass::useful, "of lanes", "Was a lane."}};
    },
    {"lane"},
    [](const Params& params) { return counted_sizes("lanes", 9, params.lanes); },
    workload::OperandValues::real};

}  // namespace

TEST_CASE("a family's machine hands its parameters, clock and options to the family's functions") {
  const auto machine = architecture_of(family)->build(1.5);
  workload::Layer layer;
  layer.name = "fc";
  SimulationOptions options;
  options.seed = 7;
  options.check = true;
  CHECK(machine->refusal(layer, options) == "fc3 checked");
  CHECK(machine->memory_bytes(layer, options) == 21);
  const core::LayerRecord record = machine->simulate(layer, options);
  CHECK(record.name == "fc");
  CHECK(record.cycles == 21);
  CHECK(record.metrics.at("clock") == 1.5);
  CHECK(machine->components().at(0).instances == 3);
  CHECK(machine->counters().at("pe").count("write") == 1);
  CHECK(machine->faults() == fault_names);
  CHECK(machine->multipliers() == 3);
  CHECK(machine->operand_values() == workload::OperandValues::real);
  CHECK(architecture_of(family)->sizes().size() == 3);
}

TEST_CASE("a family's check says what is wrong with the parameters, and where") {
  core::Faults faults;
  architecture_of(family)->check(
      [](const std::string& path) {
        return core::Position{path, 4, 2};
      },
      faults);
  CHECK_THROWS_WITH(faults.throw_if_any(), "lanes:4:2: 3 are too few");
}
