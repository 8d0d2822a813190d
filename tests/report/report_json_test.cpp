// SPDX-License-Identifier: Apache-2.0
#include "report/report_json.hpp"

#include "report/golden.hpp"
#include "report/sample_run.hpp"
#include "support/catch.hpp"

namespace gossamer::report {
namespace {

TEST_CASE("report.json of a small run is as reviewed") {
  test::check_golden("report.json", report_json(test::sample_run()));
}

TEST_CASE("report.json has every key of the contract") {
  const auto json = to_json(test::sample_run());
  CHECK(json.at("schema") == "gossamer-report/1");
  CHECK(json.at("architecture").at("name") == "scnn");
  CHECK(json.at("architecture").at("config").at("pe").at("rows") == 8);
  CHECK(json.at("workload").at("name") == "two_layers");
  for (const auto* key : {"cycles", "time_s", "macs", "effectual_macs", "utilization", "energy_pj",
                          "area_mm2", "dram_read_bytes", "dram_write_bytes"}) {
    CHECK(json.at("totals").contains(key));
  }
  for (const auto* key : {"name", "kind", "cycles", "macs", "effectual_macs", "utilization",
                          "energy_pj", "energy_breakdown_pj", "dram_read_bytes", "dram_write_bytes",
                          "spilled", "slots", "metrics", "activity", "counters", "checked"}) {
    CHECK(json.at("layers").at(0).contains(key));
  }
}

TEST_CASE("raw values stand beside the calibrated ones") {
  const auto json = to_json(test::sample_run());
  CHECK(json.at("raw_area_mm2").at("pe/ram") == 2.0);
  CHECK(json.at("area_mm2").at("pe/ram") == 4.0);
  CHECK(json.at("totals").at("raw_area_mm2") == 3.0);
  CHECK(json.at("layers").at(0).at("raw_energy_pj") == 1150.75);
}

TEST_CASE("the trees say what each component consists of, in area and in energy") {
  const auto json = to_json(test::sample_run());
  CHECK(json.at("area_tree").at(1).at("parts").at(1).at("primitive") == "register");
  CHECK(json.at("layers").at(0).at("energy_parts_pj").at("pe/ram").at("leakage") == 0.5);
  CHECK(json.at("pricing").at("method") == "cv2 to 16 nm");
  CHECK(json.at("pricing").at("fits").at(0).at("components").dump() == R"(["pe/ram"])");
}

TEST_CASE("slots keep the order in which the machine names them") {
  const auto json = to_json(test::sample_run());
  CHECK(json.at("layers").at(0).at("slots").dump() ==
        R"({"effectual":600,"zero_placeholder":50,"barrier":150})");
}

TEST_CASE("wrong values are listed only where there are some") {
  const auto json = to_json(test::sample_run());
  CHECK_FALSE(json.at("layers").at(0).contains("mismatches"));
  CHECK(json.at("layers").at(1).at("mismatches").size() == 1);
}

TEST_CASE("what is empty is an empty object or list, not null") {
  RunReport run;
  run.layers.push_back({});
  const auto json = to_json(run);
  CHECK(json.at("area_mm2").is_object());
  for (const auto* key : {"slots", "metrics", "activity", "counters", "energy_breakdown_pj"}) {
    INFO(key);
    CHECK(json.at("layers").at(0).at(key).is_object());
  }
  CHECK(to_json(RunReport{}).at("layers").is_array());
}

TEST_CASE("wall-clock facts stay out of report.json") {
  CHECK(report_json(test::sample_run()).find("seconds") == std::string::npos);
}

TEST_CASE("numbers read back exactly") {
  auto run = test::sample_run();
  run.layers[0].record.metrics["third"] = 1.0 / 3.0;
  const auto json = nlohmann::json::parse(report_json(run));
  CHECK(json.at("layers").at(0).at("metrics").at("third").get<double>() == 1.0 / 3.0);
}

}  // namespace
}  // namespace gossamer::report
