// SPDX-License-Identifier: Apache-2.0
#include "arch/record.hpp"

#include "arch/slot_counts.hpp"
#include "kernel/probe.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"

using namespace gossamer;
using core::Activity;

namespace {

/// A run of so many edges in which modules of these names are busy throughout.
void run(const std::vector<const char*>& names, std::uint64_t edges, core::LayerRecord& record) {
  kernel::Simulation simulation{{}};
  std::vector<std::unique_ptr<test::Probe>> probes;
  for (const char* name : names) {
    probes.push_back(std::make_unique<test::Probe>(name, simulation,
                                                   [](test::Probe&) { return Activity::busy; }));
  }
  const test::Probe end{"end", simulation, test::end_at(edges - 1)};
  simulation.run();
  arch::add_run(simulation, record);
}

std::uint64_t edges_of(const core::LayerRecord& record, const std::string& module, Activity what) {
  for (const auto& [name, counts] : record.activity) {
    if (name == module) return counts.of(what).count();
  }
  FAIL("no module " << module);
  return 0;
}

}  // namespace

TEST_CASE("a module that only some runs of a layer have is idle in the others") {
  core::LayerRecord record;
  run({"always", "first"}, 10, record);
  run({"always", "second"}, 5, record);
  run({"always"}, 3, record);
  CHECK(record.cycles == 18);
  CHECK(edges_of(record, "always", Activity::busy) == 18);
  CHECK(edges_of(record, "first", Activity::busy) == 10);
  CHECK(edges_of(record, "first", Activity::idle) == 8);
  CHECK(edges_of(record, "second", Activity::busy) == 5);
  CHECK(edges_of(record, "second", Activity::idle) == 13);
  for (const auto& [name, counts] : record.activity) CHECK(counts.total().count() == 18);
  CHECK(record.run_info.at("module_edges") == 3 * 10 + 3 * 5 + 2 * 3);
}

TEST_CASE("counters of alike components add up under one path") {
  core::LayerRecord record;
  for (const std::uint64_t count : {3U, 4U}) {
    core::StatGroup group{"pe/multipliers", "int_multiplier"};
    core::Counter multiply{group, "multiply", core::Unit::action, "a product"};
    const core::Counter never{group, "never", core::Unit::action, "nothing"};
    multiply += count;
    arch::add_counters(group, record);
  }
  CHECK(record.counters.at("pe/multipliers").at("multiply") == 7);
  CHECK(record.counters.at("pe/multipliers").at("never") == 0);
}

TEST_CASE("slots keep the machine's order and add up") {
  constexpr std::array<std::string_view, 2> names{"useful", "idle"};
  core::LayerRecord record;
  arch::add_slots(names, std::array<std::uint64_t, 2>{3, 4}, record);
  arch::add_slots(names, std::array<std::uint64_t, 2>{1, 0}, record);
  REQUIRE(record.slots.size() == 2);
  CHECK(record.slots[0] == std::pair{std::string{"useful"}, std::uint64_t{4}});
  CHECK(record.slots[1] == std::pair{std::string{"idle"}, std::uint64_t{4}});
}

TEST_CASE("a blank record knows the layer, the machine and how its time will be known") {
  const auto layer = test::conv_layer(2, 4, 3, 1, 0, 0.5, 0.5);
  arch::SimulationOptions options;
  auto record = arch::blank_record(layer, options, 16);
  CHECK(record.name == layer.name);
  CHECK(record.kind == "conv2d");
  CHECK(record.multipliers == 16);
  CHECK(record.macs == 2 * 3 * 16);
  CHECK(record.timing == core::Timing::exact);
  options.values = false;
  CHECK(arch::blank_record(layer, options, 16).timing == core::Timing::statistical);
  record.dram_read_bytes = 1000;
  record.dram_write_bytes = 1;
  memory::Dram::Params dram;
  dram.bandwidth_gb_per_s = 50;
  CHECK(arch::dram_bound_cycles(record, dram, 1.0) == 21);  // 20.02
  CHECK(arch::dram_bound_cycles(record, dram, 2.0) == 41);
}

TEST_CASE("units with multipliers add their slots, effectual MACs and counters") {
  enum class Slot { useful, idle };
  struct Stats {
    core::StatGroup group{"pe/multipliers", "int_multiplier"};
    core::Counter multiply{group, "multiply", core::Unit::action, "a product"};
    std::array<const core::StatGroup*, 1> groups() const { return {&group}; }
  };
  struct Unit {
    explicit Unit(std::uint64_t products) {
      counts.add(Slot::useful, products);
      counts.add(Slot::idle, 10 - products);
      counters.multiply += products;
    }
    const arch::SlotCounts<Slot, 2>& slots() const { return counts; }
    const Stats& stats() const { return counters; }
    arch::SlotCounts<Slot, 2> counts;
    Stats counters;
  };
  const std::array<std::string_view, 2> names{"useful", "idle"};
  std::vector<std::unique_ptr<Unit>> units;
  units.push_back(std::make_unique<Unit>(3));
  units.push_back(std::make_unique<Unit>(4));
  core::LayerRecord record;
  arch::add_multiplying_units(names, Slot::useful, units, record);
  CHECK(record.effectual_macs == 7);
  CHECK(record.slots[0].second == 7);
  CHECK(record.slots[1].second == 13);
  CHECK(record.counters.at("pe/multipliers").at("multiply") == 7);
  arch::add_units(units, record);
  CHECK(record.effectual_macs == 7);
  CHECK(record.counters.at("pe/multipliers").at("multiply") == 14);
}
