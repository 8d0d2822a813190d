// SPDX-License-Identifier: Apache-2.0
#include "sweep/export.hpp"

#include "support/catch.hpp"

namespace gossamer::sweep {

namespace {

Outcome done() {
  Outcome outcome;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    outcome.values.push_back(metrics[i].whole ? Value(i) : Value(0.5 + static_cast<double>(i)));
  }
  outcome.seconds = 3.0;
  return outcome;
}

Plan sample_plan() {
  return {"mine",
          "1.0",
          {"pe.rows", "mapping"},
          {{0, "d0", "scnn", "net", {2, nullptr}},
           {1, "d1", "scnn", "a,b", {4, "planar"}},
           {7, "d2", "scnn", "net", {8, "auto"}}}};
}

std::map<std::string, Outcome> sample_outcomes() {
  Outcome failed;
  failed.status = Status::failed;
  failed.error = "it said \"no\"";
  return {{"d0", done()}, {"d1", failed}, {"other", done()}};
}

}  // namespace

TEST_CASE("the CSV has a row for each point with an outcome, in the order of the plan") {
  CHECK(results_csv(sample_plan(), sample_outcomes()) ==
        "point,digest,base,workload,pe.rows,mapping,status,error,cycles,time_s,macs,effectual_macs,"
        "utilization,energy_pj,edp_js,dram_read_bytes,dram_write_bytes,slots_useful,slots_wasted,"
        "slots_empty,slots_uneven,slots_waiting,area_mm2\n"
        "0,d0,scnn,net,2,,done,,0,1.5,2,3,4.5,5.5,6.5,7,8,9,10,11,12,13,14.5\n"
        "1,d1,scnn,\"a,b\",4,planar,failed,\"it said \"\"no\"\"\",,,,,,,,,,,,,,,\n");
}

TEST_CASE("the JSON has the same as objects") {
  const auto json = nlohmann::json::parse(results_json(sample_plan(), sample_outcomes()));
  CHECK(json.at("schema") == "gossamer-sweep/1");
  REQUIRE(json.at("points").size() == 2);
  CHECK(json["points"][0]["pe.rows"] == 2);
  CHECK(json["points"][0]["mapping"].is_null());
  CHECK(json["points"][0]["area_mm2"] == 14.5);
  CHECK(json["points"][1]["error"] == "it said \"no\"");
  CHECK(json["points"][1]["cycles"].is_null());
}

TEST_CASE("a part of a sweep keeps the numbers of its points") {
  const auto outcomes = sample_outcomes();
  Plan plan = sample_plan();
  plan.points = {{7, "d0", "scnn", "net", {8, "auto"}}};
  CHECK(results_csv(plan, outcomes).find("\n7,d0,scnn,net,8,auto,done,") != std::string::npos);
}

TEST_CASE("bytes that are no text in an error or a name do not end the export") {
  Plan plan = sample_plan();
  plan.name = "mine\xFF";
  auto outcomes = sample_outcomes();
  outcomes.at("d1").error = "cut \xC3";
  const auto json = nlohmann::json::parse(results_json(plan, outcomes));
  CHECK(json.at("name") == "mine\xEF\xBF\xBD");
  CHECK(json["points"][1]["error"] == "cut \xEF\xBF\xBD");
  CHECK(results_csv(plan, outcomes).find("failed,cut \xEF\xBF\xBD,") != std::string::npos);
}

}  // namespace gossamer::sweep
