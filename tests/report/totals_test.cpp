// SPDX-License-Identifier: Apache-2.0
#include "report/totals.hpp"

#include "report/sample_run.hpp"
#include "support/catch.hpp"

namespace gossamer::report {
namespace {

TEST_CASE("totals are sums over the layers") {
  const auto sum = totals(test::sample_run());
  CHECK(sum.cycles == 200);
  CHECK(sum.macs == 2000);
  CHECK(sum.effectual_macs == 1200);
  CHECK(sum.multiplier_cycles == 1600);
  CHECK(sum.dram_read_bytes == 8192);
  CHECK(sum.dram_write_bytes == 1024);
}

TEST_CASE("time is cycles over the clock") {
  CHECK(totals(test::sample_run()).time_s == 160e-9);
  CHECK(time_s(1000, 1.0) == 1e-6);
}

TEST_CASE("energy and area totals count every leaf once") {
  const auto sum = totals(test::sample_run());
  CHECK(sum.energy_pj == 1150.75 + 13.125);
  CHECK(sum.area_mm2 == 5.5);
  CHECK(sum.raw_area_mm2 == 3.0);
}

TEST_CASE("utilization is effectual MACs over multiplier-cycles, and 0 where there are none") {
  auto record = test::sample_record("a");
  CHECK(utilization(record) == 0.75);
  record.cycles = 0;
  CHECK(utilization(record) == 0.0);
}

TEST_CASE("slots of all layers are added by reason, in the order of their first appearance") {
  using Slots = std::vector<std::pair<std::string, std::uint64_t>>;
  CHECK(total_slots(test::sample_run()) ==
        Slots{{"effectual", 1200}, {"zero_placeholder", 50}, {"barrier", 150}, {"no_work", 200}});
}

TEST_CASE("energy by component is added over the layers") {
  const auto energy = total_energy_pj(test::sample_run());
  CHECK(energy.at("dram") == 1003.0);
  CHECK(energy.at("pe") == energy.at("pe/ram") + energy.at("pe/multipliers"));
}

TEST_CASE("a run without layers has totals of zero") {
  RunReport empty;
  CHECK(totals(empty).cycles == 0);
  CHECK(totals(empty).energy_pj == 0.0);
  CHECK(total_slots(empty).empty());
}

}  // namespace
}  // namespace gossamer::report
