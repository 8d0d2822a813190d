// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "report/comparison/compared_sample.hpp"
#include "report/comparison/comparison.hpp"
#include "support/catch.hpp"

using namespace gossamer::report::comparison;
using gossamer::report::comparison::test::sample_comparison;
using gossamer::report::comparison::test::sample_layer;
using nlohmann::ordered_json;

namespace {

std::set<std::string> keys_of(const ordered_json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}

ordered_json totals_of(const ordered_json& json, const std::string& machine) {
  return json["workloads"][0]["totals"][machine];
}

ordered_json on_machine(const ordered_json& json, std::size_t layer, const std::string& machine) {
  return json["workloads"][0]["layers"][layer]["machines"][machine];
}

}  // namespace

TEST_CASE("a layer's gains are the baseline's time, energy and their product over the machine's") {
  const auto conv2 = on_machine(to_json(sample_comparison()), 1, "fast");
  CHECK(conv2["cycles"] == 75);
  CHECK(conv2["time_s"].get<double>() == Approx(75e-9));
  CHECK(conv2["speedup"] == 4.0);
  CHECK(conv2["energy_gain"] == 1.5);
  CHECK(conv2["edp_gain"].get<double>() == Approx(6.0));
  CHECK(conv2["edp_js"].get<double>() == Approx(2000e-12 * 75e-9));
  CHECK(conv2["bottleneck"] == "waits for conv2");
  CHECK(conv2["slots"]["idle"] == 0);
}

TEST_CASE("gains in total are ratios of sums, and means of layers are named as such") {
  const auto fast = totals_of(to_json(sample_comparison()), "fast");
  CHECK(fast["cycles"] == 125);
  CHECK(fast["speedup"].get<double>() == Approx(400.0 / 125));
  CHECK(fast["energy_gain"].get<double>() == Approx(4000.0 / 2500));
  CHECK(fast["edp_gain"].get<double>() == Approx(3.2 * 1.6));
  CHECK(fast["arithmetic_mean_layer_speedup"].get<double>() == Approx(3.0));
  CHECK(fast["geometric_mean_layer_speedup"].get<double>() == Approx(2.8284271247));
  CHECK(fast["macs"] == 2000);
  CHECK(fast["utilization"].get<double>() == Approx(1200.0 / (8 * 125)));
  CHECK(fast["power_w"].get<double>() == Approx(2500e-12 / 125e-9));
}

TEST_CASE("areas divide the speedup, and work per joule is the energy gain") {
  const auto fast = totals_of(to_json(sample_comparison()), "fast");
  CHECK(fast["area_mm2"] == 4.0);
  CHECK(fast["area_ratio"] == 2.0);
  CHECK(fast["performance_per_area_gain"].get<double>() == Approx(1.6));
  CHECK(fast["performance_per_watt_gain"].get<double>() == Approx(1.6));
  CHECK(fast["macs_per_s_per_mm2"].get<double>() == Approx(2000 / 125e-9 / 4));
  CHECK(fast["macs_per_s_per_w"].get<double>() == Approx(2000 / 2500e-12));
}

TEST_CASE("a ratio's band is over the methods, each of which prices both machines") {
  const auto json = to_json(sample_comparison());
  const auto fast = totals_of(json, "fast");
  CHECK(fast["energy_low_pj"] == 2100.0);
  CHECK(fast["energy_high_pj"] == 2500.0);
  CHECK(fast["energy_gain_low"].get<double>() == Approx(2800.0 / 2100));
  CHECK(fast["energy_gain_high"].get<double>() == Approx(1.6));
  CHECK(totals_of(json, "slow")["energy_gain_low"] == 1.0);
  CHECK(totals_of(json, "slow")["energy_gain_high"] == 1.0);
}

TEST_CASE("a layer has work per area and per joule and their gains as the totals have") {
  const auto json = to_json(sample_comparison());
  const auto conv2 = on_machine(json, 1, "fast");
  CHECK(conv2["performance_per_area_gain"].get<double>() == Approx(4.0 * 2 / 4));
  CHECK(conv2["performance_per_watt_gain"].get<double>() == Approx(1.5));
  CHECK(conv2["macs_per_s_per_mm2"].get<double>() == Approx(1000 / 75e-9 / 4));
  CHECK(conv2["macs_per_s_per_w"].get<double>() == Approx(1000 / 2000e-12));
  CHECK_FALSE(conv2.contains("area_ratio"));
}

TEST_CASE("EDP gain and work per joule have the band of the energies") {
  const auto json = to_json(sample_comparison());
  const auto conv2 = on_machine(json, 1, "fast");
  CHECK(conv2["edp_gain_low"].get<double>() == Approx(4 * 2000.0 / 1600));
  CHECK(conv2["edp_gain_high"].get<double>() == Approx(4 * 1.5));
  CHECK(conv2["performance_per_watt_gain_low"] == conv2["energy_gain_low"]);
  CHECK(conv2["performance_per_watt_gain_high"] == conv2["energy_gain_high"]);
  CHECK(conv2["macs_per_s_per_w_low"].get<double>() == Approx(1000 / 2000e-12));
  CHECK(conv2["macs_per_s_per_w_high"].get<double>() == Approx(1000 / 1600e-12));
  const auto fast = totals_of(json, "fast");
  CHECK(fast["edp_gain_low"].get<double>() == Approx(3.2 * 2800 / 2100));
  CHECK(fast["edp_gain_high"].get<double>() == Approx(3.2 * 1.6));
}

TEST_CASE("a machine is called equal within the tolerance alone") {
  auto comparison = sample_comparison();
  comparison.equal = EqualTarget{"area", 2.0, "mm2", "slow"};
  comparison.machines[0].deviation = -0.0501;
  comparison.machines[1].deviation = 0.0499;
  CHECK(to_json(comparison)["equal"]["missed_by"] == ordered_json({"slow"}));
}

TEST_CASE("a machine without a band is compared at its only price") {
  auto comparison = sample_comparison();
  for (auto& layer : comparison.workloads[0].runs[1]->layers) layer.energy.by_method_pj.clear();
  const auto fast = totals_of(to_json(comparison), "fast");
  CHECK(fast["energy_low_pj"] == fast["energy_high_pj"]);
  CHECK(fast["energy_gain_low"].get<double>() == Approx(2800.0 / 2500));
  CHECK(fast["energy_gain_high"].get<double>() == Approx(1.6));
}

TEST_CASE("another baseline turns every gain over") {
  auto comparison = sample_comparison();
  const auto before = totals_of(to_json(comparison), "fast");
  comparison.baseline = 1;
  const auto json = to_json(comparison);
  CHECK(json["baseline"] == "fast");
  const auto after = totals_of(json, "slow");
  for (const char* key : {"speedup", "energy_gain", "edp_gain", "area_ratio",
                          "performance_per_area_gain", "geometric_mean_layer_speedup"}) {
    CAPTURE(key);
    CHECK(before[key].get<double>() * after[key].get<double>() == Approx(1.0));
  }
  CHECK(before["energy_gain_low"].get<double>() * after["energy_gain_high"].get<double>() ==
        Approx(1.0));
  CHECK(totals_of(json, "fast")["speedup"] == 1.0);
}

TEST_CASE("totals are over the layers that all machines have run, and the others are named") {
  auto comparison = sample_comparison();
  auto& runs = comparison.workloads[0].runs;
  runs[0]->layers.push_back(sample_layer("fc", 1000, 1, 1));
  runs[1]->skipped.push_back({"fc", "gemm", "no hardware", 10});
  runs[1]->layers.push_back(sample_layer("extra", 1000, 1, 1));
  const auto json = to_json(comparison);
  CHECK(totals_of(json, "slow")["cycles"] == 400);
  CHECK(totals_of(json, "fast")["cycles"] == 125);
  CHECK(on_machine(json, 2, "fast").is_null());
  CHECK(on_machine(json, 2, "slow")["speedup"] == 1.0);
  CHECK_FALSE(json["workloads"][0]["layers"][2]["in_totals"].get<bool>());
  CHECK_FALSE(on_machine(json, 3, "fast").contains("speedup"));
  const auto& left_out = json["workloads"][0]["left_out"];
  REQUIRE(left_out.size() == 2);
  CHECK(left_out[0]["layer"] == "fc");
  CHECK(left_out[0]["machine"] == "fast");
  CHECK(left_out[0]["reason"] == "no hardware");
  CHECK(left_out[1]["reason"] == "not run");
}

TEST_CASE("a layer of another size under the same name counts for no machine") {
  auto comparison = sample_comparison();
  comparison.workloads[0].runs[1]->layers[1].record.macs = 999;
  const auto json = to_json(comparison);
  CHECK(totals_of(json, "slow")["cycles"] == 100);
  CHECK(on_machine(json, 1, "fast").is_null());
}

TEST_CASE("means are geometric, over the workloads that every machine has run") {
  auto comparison = sample_comparison();
  comparison.workloads.push_back(comparison.workloads[0]);
  comparison.workloads[1].name = "other";
  comparison.workloads[1].runs[1]->layers[0].record.cycles = 25;  // 400 / 100 = 4
  comparison.workloads.push_back({"alone", 1, {comparison.workloads[0].runs[0], std::nullopt}});
  const auto json = to_json(comparison);
  CHECK(json["means"][1]["machine"] == "fast");
  CHECK(json["means"][1]["workloads"] == 2);
  CHECK(json["means"][1]["geometric_mean_speedup"].get<double>() == Approx(3.5777087640));
  CHECK(json["workloads"][2]["totals"]["fast"].is_null());
}

TEST_CASE("geometric means neither overflow nor drift") {
  CHECK(geometric_mean({}) == 0.0);
  CHECK(geometric_mean(std::vector<double>(3000, 8.0)) == 8.0);
  CHECK(geometric_mean({2.0, 0.5}) == 1.0);
}

TEST_CASE("compare.json has the keys of its schema") {
  auto comparison = sample_comparison();
  comparison.equal = EqualTarget{"area", 2.0, "mm2", "slow"};
  comparison.machines[1].deviation = 0.25;
  comparison.notes = {"a note"};
  const auto json = to_json(comparison);
  CHECK(json["schema"] == "gossamer-compare/1");
  CHECK(keys_of(json) == std::set<std::string>{"schema", "version", "baseline", "equal", "machines",
                                               "slot_reasons", "workloads", "means", "published",
                                               "notes"});
  CHECK(json["equal"] == ordered_json({{"quantity", "area"},
                                       {"target", 2.0},
                                       {"unit", "mm2"},
                                       {"of", "slow"},
                                       {"tolerance", 0.05},
                                       {"missed_by", {"fast"}}}));
  CHECK_FALSE(json["machines"][0].contains("deviation"));
  CHECK(json["machines"][1]["deviation"] == 0.25);
  CHECK(json["slot_reasons"]["fast"]["idle"]["class"] == "empty");
  for (const char* key : {"name", "architecture", "family", "source", "technology", "method",
                          "calibration", "fitted", "ert", "art", "clock_ghz", "multipliers",
                          "area_mm2", "area_low_mm2", "area_high_mm2", "dram_gb_per_s", "scaled"}) {
    CAPTURE(key);
    CHECK(json["machines"][0].contains(key));
  }
  for (const char* key :
       {"cycles", "time_s", "energy_pj", "energy_low_pj", "energy_high_pj", "utilization", "edp_js",
        "speedup", "energy_gain", "edp_gain", "bottleneck", "checked", "slots"}) {
    CAPTURE(key);
    CHECK(on_machine(json, 0, "fast").contains(key));
  }
  CHECK(to_json(sample_comparison())["equal"].is_null());
}
