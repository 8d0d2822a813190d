// SPDX-License-Identifier: Apache-2.0
// What every architecture of the catalogue owes its users, whatever hardware it is.
#include <algorithm>
#include <set>

#include "arch/configuration.hpp"
#include "core/module_group.hpp"
#include "core/yaml.hpp"
#include "cost/cost_model.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/records.hpp"

using namespace gossamer;
using arch::CatalogEntry;
using arch::SimulationOptions;

namespace {

CatalogEntry any_architecture() {
  return GENERATE(from_range(arch::catalog()));
}

/// The machine that an architecture is when nothing about it was said.
std::unique_ptr<arch::Machine> default_machine(const CatalogEntry& entry) {
  const auto architecture = entry.make();
  core::Faults faults;
  core::ParameterReader reader{core::parse_yaml("{}", "empty"), "empty", {}, faults};
  architecture->describe(reader);
  reader.finish();
  architecture->check([&](const std::string& path) { return reader.where(path); }, faults);
  faults.throw_if_any();
  return architecture->build(1.0);
}

workload::Layer named(std::string name, workload::Layer layer) {
  layer.name = std::move(name);
  return layer;
}

workload::Layer gemm_layer(std::uint32_t m, std::uint32_t n, std::uint32_t k) {
  workload::Layer layer = test::conv_layer(1, 1, 1, 1, 0, 0.5, 0.6);
  layer.kind = "gemm";
  layer.shape = workload::Gemm{m, n, k};
  return layer;
}

workload::Layer grouped_batch() {
  auto layer = test::conv_layer(6, 9, 6, 3, 1, 0.4, 0.5);
  test::conv_of(layer).groups = 3;
  test::conv_of(layer).batch = 2;
  return layer;
}

workload::Layer depthwise() {
  auto layer = test::conv_layer(6, 9, 6, 3, 1, 0.8, 0.5);
  layer.kind = "depthwise_conv2d";
  test::conv_of(layer).groups = 6;
  return layer;
}

workload::Layer strided() {
  auto layer = test::conv_layer(4, 15, 5, 3, 1, 0.5, 0.5);
  test::conv_of(layer).stride_y = test::conv_of(layer).stride_x = 2;
  return layer;
}

/// Without ReLU, which could hide a wrong sum.
workload::Layer signed_outputs() {
  auto layer = test::conv_layer(5, 11, 7, 3, 1, 0.6, 0.6);
  layer.relu = false;
  layer.output_density.reset();
  return layer;
}

/// Small layers that differ in what usually goes wrong; no machine needs to take all of them.
std::vector<workload::Layer> zoo() {
  return {named("conv", test::conv_layer(5, 13, 9, 3, 1, 0.4, 0.5)),
          named("dense conv", test::conv_layer(3, 8, 4, 3, 1, 1.0, 1.0)),
          named("pointwise conv", test::conv_layer(16, 7, 12, 1, 0, 0.3, 0.4)),
          named("large kernel", test::conv_layer(2, 9, 3, 5, 2, 0.5, 0.5)),
          named("single value", test::conv_layer(1, 1, 1, 1, 0, 1.0, 1.0)),
          named("grouped batch", grouped_batch()),
          named("depthwise", depthwise()),
          named("strided", strided()),
          named("signed outputs", signed_outputs()),
          named("gemm", gemm_layer(4, 33, 70)),
          named("matrix times vector", gemm_layer(1, 65, 130))};
}

/// The layers of the zoo that the machine has hardware for: at least one.
std::vector<workload::Layer> layers_for(const arch::Machine& machine) {
  std::vector<workload::Layer> layers;
  for (auto& layer : zoo()) {
    if (machine.runs_kind(layer.kind) && machine.refusal(layer, {}).empty())
      layers.push_back(std::move(layer));
  }
  REQUIRE_FALSE(layers.empty());
  return layers;
}

core::LayerRecord run_checked(const arch::Machine& machine, const workload::Layer& layer,
                              SimulationOptions options = {}) {
  options.check = true;
  return machine.simulate(layer, options);
}

void require_right(const core::LayerRecord& record) {
  for (const auto& text : record.mismatches) UNSCOPED_INFO(text);
  CHECK(record.mismatches.empty());
  CHECK(record.checked);
}

void require_accounted(const core::LayerRecord& record) {
  CHECK(record.cycles > 0);
  CHECK(record.effectual_macs <= record.macs);
  std::uint64_t slots = 0;
  for (const auto& [reason, count] : record.slots) slots += count;
  CHECK(slots == record.multipliers * record.cycles);
  for (const auto& [module, activity] : record.activity) {
    INFO(module);
    CHECK(activity.total().count() == record.cycles);
  }
}

}  // namespace

TEST_CASE("contract: every architecture is named once, with a summary") {
  std::set<std::string_view> names;
  for (const CatalogEntry& entry : arch::catalog()) {
    CAPTURE(entry.name);
    CHECK(names.insert(entry.name).second);
    CHECK_FALSE(entry.summary.empty());
  }
}

TEST_CASE("contract: every architecture is a machine without a word of configuration") {
  const CatalogEntry entry = any_architecture();
  CAPTURE(entry.name);
  const auto machine = default_machine(entry);
  CHECK(machine->multipliers() > 0);
  CHECK_FALSE(machine->components().empty());
}

TEST_CASE("contract: every architecture says what its slots mean, and whose multipliers they are") {
  const CatalogEntry entry = any_architecture();
  CAPTURE(entry.name);
  const auto machine = default_machine(entry);
  const core::SlotReasons reasons = machine->slot_reasons();
  REQUIRE_FALSE(reasons.empty());
  CHECK(reasons.front().what == core::SlotClass::useful);
  for (const core::SlotReason& reason : reasons) {
    CAPTURE(reason.name);
    CHECK_FALSE(reason.phrase.empty());
    REQUIRE_FALSE(reason.text.empty());
    CHECK(reason.text.back() == '.');
  }
  const auto record = machine->simulate(zoo().front(), {});
  REQUIRE(record.slots.size() == reasons.size());
  for (std::size_t i = 0; i < reasons.size(); ++i) CHECK(record.slots[i].first == reasons[i].name);
  const auto groups = machine->multiplying_modules();
  CHECK(std::any_of(record.activity.begin(), record.activity.end(), [&](const auto& module) {
    return std::count(groups.begin(), groups.end(), core::module_group(module.first)) > 0;
  }));
}

TEST_CASE("contract: every architecture runs convolutions, depthwise ones and matrix products") {
  const CatalogEntry entry = any_architecture();
  CAPTURE(entry.name);
  const auto machine = default_machine(entry);
  for (const char* kind : {"conv2d", "depthwise_conv2d", "gemm"}) {
    CAPTURE(kind);
    CHECK(machine->runs_kind(kind));
  }
  CHECK_FALSE(machine->runs_kind("pool"));
}

TEST_CASE(
    "contract: every parameter is described once, with its meaning, and numbers with unit and "
    "range") {
  const CatalogEntry entry = any_architecture();
  std::set<std::string> paths;
  for (const auto& parameter : arch::describe_architecture(entry)) {
    CAPTURE(entry.name, parameter.path);
    CHECK(paths.insert(parameter.path).second);
    CHECK_FALSE(parameter.meaning.empty());
    if (parameter.type != "integer" && parameter.type != "number") continue;
    CHECK_FALSE(parameter.unit.empty());
    CHECK_FALSE(parameter.range.empty());
  }
}

TEST_CASE(
    "contract: what a machine does not refuse it computes right, and accounts for every cycle") {
  const CatalogEntry entry = any_architecture();
  const auto machine = default_machine(entry);
  for (const auto& layer : layers_for(*machine)) {
    CAPTURE(entry.name, layer.name);
    const auto record = run_checked(*machine, layer);
    require_right(record);
    require_accounted(record);
    CHECK(record.name == layer.name);
    CHECK(record.kind == layer.kind);
    CHECK(record.macs == workload::macs(layer));
    CHECK(record.multipliers == machine->multipliers());
    CHECK(machine->memory_bytes(layer, {}) > 0);
  }
}

TEST_CASE(
    "contract: a layer without non-zeros ends, with nothing effectual and all outputs right") {
  const CatalogEntry entry = any_architecture();
  const auto machine = default_machine(entry);
  const auto without = GENERATE(as<std::string>{}, "weights", "activations", "both");
  for (auto layer : layers_for(*machine)) {
    CAPTURE(entry.name, layer.name, without);
    if (without != "activations") layer.weights.density = {0.0};
    if (without != "weights") layer.activations.density = {0.0};
    layer.output_density.reset();
    const auto record = run_checked(*machine, layer);
    require_right(record);
    require_accounted(record);
    CHECK(record.effectual_macs == 0);
  }
}

TEST_CASE("contract: the same layer twice is the same record, whatever ran in between") {
  const CatalogEntry entry = any_architecture();
  const auto machine = default_machine(entry);
  std::vector<core::LayerRecord> first;
  for (const auto& layer : layers_for(*machine)) first.push_back(run_checked(*machine, layer));
  const auto again = default_machine(entry);
  auto earlier = first.begin();
  for (const auto& layer : layers_for(*again)) {
    CAPTURE(entry.name, layer.name);
    test::require_same_record(*earlier++, run_checked(*again, layer));
  }
}

TEST_CASE("contract: neither the order of modules nor stepping every edge changes a record") {
  const CatalogEntry entry = any_architecture();
  const auto machine = default_machine(entry);
  SimulationOptions options;
  options.module_order = GENERATE(0U, 1U, 2U, 3U);
  options.single_step = GENERATE(false, true);
  for (const auto& layer : layers_for(*machine)) {
    CAPTURE(entry.name, layer.name, options.module_order, options.single_step);
    test::require_same_record(run_checked(*machine, layer), run_checked(*machine, layer, options));
  }
}

TEST_CASE(
    "contract: random stalls of channels change the time of a machine and none of its values") {
  const CatalogEntry entry = any_architecture();
  const auto machine = default_machine(entry);
  bool time_changed = false;
  for (const auto& layer : layers_for(*machine)) {
    const auto free = run_checked(*machine, layer);
    for (const std::uint64_t seed : {1, 2, 3}) {
      CAPTURE(entry.name, layer.name, seed);
      SimulationOptions options;
      options.stall_seed = options.module_order = seed;
      const auto stalled = run_checked(*machine, layer, options);
      require_right(stalled);
      require_accounted(stalled);
      CHECK(stalled.effectual_macs == free.effectual_macs);
      time_changed |= stalled.cycles != free.cycles;
    }
  }
  CHECK(time_changed);
}

TEST_CASE("contract: machines of every size are right, and grow in multipliers and area") {
  const CatalogEntry entry = any_architecture();
  CAPTURE(entry.name);
  const cost::CostModel prices{cost::Technology::load(GOSSAMER_CONFIGS "/technology/16nm.yaml")};
  const auto sizes = entry.make()->sizes();
  REQUIRE(sizes.size() > 8);
  std::uint64_t pes = 0;
  double area = 0.0;
  std::vector<std::uint64_t> pe_steps, multiplier_steps;
  std::uint64_t multipliers = 0;
  for (std::size_t i = 0; i < sizes.size(); i = i < 8 ? i + 1 : 2 * i) {
    CAPTURE(sizes[i].pes);
    core::Faults faults;
    core::ParameterReader reader{core::parse_yaml("{}", "f"), "f", sizes[i].parameters, faults};
    const auto architecture = entry.make();
    architecture->describe(reader);
    reader.finish();
    architecture->check([&](const std::string& path) { return reader.where(path); }, faults);
    CHECK(faults.empty());
    const auto machine = architecture->build(1.0);
    CHECK(sizes[i].pes > pes);
    CHECK(machine->multipliers() > multipliers);
    const double mm2 = cost::total(prices.area(machine->components()).raw);
    CHECK(mm2 > area);
    if (i > 0) {
      pe_steps.push_back(sizes[i].pes - pes);
      multiplier_steps.push_back(machine->multipliers() - multipliers);
    }
    pes = sizes[i].pes;
    multipliers = machine->multipliers();
    area = mm2;
  }
  // Each further PE brings as many multipliers, whatever stands beside the PEs.
  for (std::size_t i = 1; i < pe_steps.size(); ++i) {
    CHECK(multiplier_steps[i] * pe_steps[0] == multiplier_steps[0] * pe_steps[i]);
  }
}

TEST_CASE("contract: every architecture has the DRAM bandwidth that comparisons make equal") {
  const CatalogEntry entry = any_architecture();
  const auto parameters = arch::describe_architecture(entry);
  const auto found = std::count_if(parameters.begin(), parameters.end(), [](const auto& info) {
    return info.path == "dram.bandwidth_gb_per_s" && info.unit == "GB/s";
  });
  CHECK(found == 1);
}

TEST_CASE("contract: every counted action has a price, and every priced action has a counter") {
  const CatalogEntry entry = any_architecture();
  const auto machine = default_machine(entry);
  const core::Components components = machine->components();
  const cost::CostModel prices{cost::Technology::load(GOSSAMER_CONFIGS "/technology/16nm.yaml")};
  CHECK(cost::total(prices.area(components).raw) > 0);
  CHECK_NOTHROW(prices.check(components, machine->counters()));
  for (const auto& layer : layers_for(*machine)) {
    CAPTURE(entry.name, layer.name);
    const auto record = run_checked(*machine, layer);
    CHECK(cost::total(prices.energy(record, components, 1.0, 0.8).leaves.raw) > 0);
    CHECK_NOTHROW(prices.check(components, record.counters));
  }
}
