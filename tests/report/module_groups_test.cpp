// SPDX-License-Identifier: Apache-2.0
#include "report/html/module_groups.hpp"

#include <initializer_list>
#include <string>
#include <utility>

#include "support/catch.hpp"

namespace gossamer::report::html {
namespace {

/// A layer of 200 cycles with busy cycles by module.
LayerReport layer(std::initializer_list<std::pair<std::string, std::uint64_t>> busy) {
  LayerReport report;
  report.record.cycles = 200;
  for (const auto& [module, cycles] : busy) {
    core::ActivityCounts counts;
    counts.add(core::Activity::busy, core::Cycles{cycles});
    counts.add(core::Activity::idle, core::Cycles{200 - cycles});
    report.record.activity.emplace_back(module, counts);
  }
  return report;
}

RunReport run_of(std::vector<LayerReport> layers) {
  RunReport run;
  run.multiplying_modules = {"pe", "sm_sub_core"};
  run.layers = std::move(layers);
  return run;
}

TEST_CASE("modules that differ in two numbers are a grid") {
  const auto groups = module_groups(run_of(
      {layer({{"dram", 1}, {"pe_0_0", 200}, {"pe_0_1", 100}, {"pe_1_0", 1}, {"pe_1_1", 0}})}));
  REQUIRE(groups.size() == 1);
  CHECK(groups[0]["label"] == "pe_#_#");
  CHECK(groups[0]["places"].dump() == "[[0,0],[0,1],[1,0],[1,1]]");
  CHECK(groups[0]["busy_permille"].dump() == "[[1000,500,5,0]]");
}

TEST_CASE("modules with one number that differs are a row") {
  const auto groups =
      module_groups(run_of({layer({{"sm_0_sub_core_0", 20}, {"sm_0_sub_core_1", 40}})}));
  REQUIRE(groups.size() == 1);
  CHECK(groups[0]["label"] == "sm_#_sub_core_#");
  CHECK(groups[0]["places"].dump() == "[[0,0],[0,1]]");
}

TEST_CASE("one number stands for shares that are all alike") {
  const auto groups = module_groups(run_of({layer({{"pe_0", 100}, {"pe_1", 100}})}));
  CHECK(groups[0]["busy_permille"].dump() == "[500]");
}

TEST_CASE("a layer that does not use the modules has null") {
  const auto groups =
      module_groups(run_of({layer({{"drain", 5}}), layer({{"pe_0", 1}, {"pe_1", 2}})}));
  CHECK(groups[0]["busy_permille"].dump() == "[null,[5,10]]");
}

TEST_CASE("only modules with multipliers are kept, however many others there are") {
  const auto groups = module_groups(run_of({layer(
      {{"bank_0", 1}, {"bank_1", 1}, {"bank_2", 1}, {"pe_0", 1}, {"ppu_0", 1}, {"pe_1", 2}})}));
  REQUIRE(groups.size() == 1);
  CHECK(groups[0]["label"] == "pe_#");
}

TEST_CASE("of very many modules and layers a byte is kept for each") {
  auto one = layer({{"pe_0", 200}, {"pe_1", 100}, {"pe_2", 0}, {"pe_3", 200}});
  CHECK(module_groups(run_of(std::vector<LayerReport>(50'001, one)))[0]["busy_permille"][7] ==
        "/4AA/w==");
  CHECK(module_groups(run_of(std::vector<LayerReport>(50'000, one)))[0]["busy_permille"][7]
            .is_array());
}

TEST_CASE("a machine with one module for its PEs has no group") {
  CHECK(
      module_groups(run_of({layer({{"pe_grid", 10}, {"l2", 1}, {"sm_0_scheduler", 3}})})).empty());
  CHECK(module_groups({}).empty());
}

}  // namespace
}  // namespace gossamer::report::html
