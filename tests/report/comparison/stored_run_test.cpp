// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/stored_run.hpp"

#include "core/errors.hpp"
#include "report/report_json.hpp"
#include "report/resolved_yaml.hpp"
#include "report/sample_run.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::report;
using Catch::Contains;
using comparison::StoredRun;

namespace {

RunReport written() {
  RunReport run = report::test::sample_run();
  run.options = {{"values", true}};
  run.inputs = {{"workload", "net.yaml", "abc"}, {"technology", "16nm.yaml", "def"}};
  return run;
}

StoredRun read_back(const RunReport& run) {
  return comparison::read_stored_run(report_json(run), resolved_yaml(run), "out");
}

/// What is wrong with a report in which one text stands for another.
std::string fault_after(const std::string& from, const std::string& to) {
  std::string json = report_json(written());
  const auto at = json.find(from);
  REQUIRE(at != std::string::npos);
  json.replace(at, from.size(), to);
  try {
    comparison::read_stored_run(json, resolved_yaml(written()), "out");
  } catch (const core::ConfigError& error) {
    return core::to_string(error);
  }
  return "";
}

}  // namespace

TEST_CASE("a report that is read back has the counts that were written") {
  const RunReport run = written();
  const StoredRun stored = read_back(run);
  CHECK(stored.architecture == run.architecture);
  CHECK(stored.workload == run.workload);
  CHECK(stored.seed == run.seed);
  CHECK(stored.technology == "16nm");
  CHECK(stored.config == run.config);
  REQUIRE(stored.layers.size() == run.layers.size());
  for (std::size_t i = 0; i < run.layers.size(); ++i) {
    const core::LayerRecord& was = run.layers[i].record;
    const core::LayerRecord& is = stored.layers[i].record;
    CHECK(is.name == was.name);
    CHECK(is.kind == was.kind);
    CHECK(is.cycles == was.cycles);
    CHECK(is.macs == was.macs);
    CHECK(is.effectual_macs == was.effectual_macs);
    CHECK(is.multipliers == was.multipliers);
    CHECK(is.slots == was.slots);
    CHECK(is.counters == was.counters);
    CHECK(is.checked == was.checked);
    CHECK(is.timing == was.timing);
    CHECK(stored.layers[i].energy_pj == cost::total(run.layers[i].energy_pj.calibrated));
  }
}

TEST_CASE("options and the digests of workload and operands come from resolved.yaml") {
  RunReport run = written();
  run.options["values"] = false;
  run.inputs.push_back({"operand", "w.npy", "123"});
  const StoredRun stored = read_back(run);
  CHECK_FALSE(stored.values);
  CHECK(stored.inputs == std::set<std::string>{"workload abc", "operand 123"});
}

TEST_CASE("skipped layers, slot reasons and bottlenecks are passed on") {
  RunReport run = written();
  run.skipped.push_back({"fc", "gemm", "no hardware", 12});
  auto json = to_json(run);
  json["slot_reasons"] = {{"idle", {{"class", "empty"}}}};
  json["layers"][0]["bottleneck"] = {{"text", "waits for weights"}};
  json["layers"][1].erase("bottleneck");
  const StoredRun stored = comparison::read_stored_run(json.dump(), resolved_yaml(run), "out");
  REQUIRE(stored.skipped.size() == 1);
  CHECK(stored.skipped[0].reason == "no hardware");
  CHECK(stored.slot_reasons["idle"]["class"] == "empty");
  CHECK(stored.layers[0].bottleneck == "waits for weights");
  CHECK(stored.layers[1].bottleneck.empty());
}

TEST_CASE("a report that is cut off is told with the line") {
  const std::string json = report_json(written());
  const std::string cut = json.substr(0, json.find("\"seed\""));
  CHECK_THROWS_WITH(comparison::read_stored_run(cut, resolved_yaml(written()), "out"),
                    Contains("is no JSON from here on; it may have been cut off"));
  try {
    comparison::read_stored_run("{\n  \"schema\": ?\n}", "", "out");
    FAIL("it was taken");
  } catch (const core::ConfigError& error) {
    CHECK_THAT(core::to_string(error), Catch::StartsWith("out/report.json:2:13: is no JSON"));
  }
}

TEST_CASE("another schema and missing or mistyped keys are told with file and place") {
  CHECK_THAT(fault_after("gossamer-report/1", "gossamer-report/9"),
             Contains("out/report.json: has the schema 'gossamer-report/9'; allowed: "
                      "'gossamer-report/1'"));
  CHECK_THAT(fault_after("\"cycles\": 100", "\"cycle\": 100"), Contains("/cycles'"));
  CHECK_THAT(fault_after("\"workload\": {", "\"work\": {"),
             Contains("'/workload/name' is missing"));
  CHECK_THAT(fault_after("\"seed\": 7", "\"seed\": \"7\""), Contains("'/seed' is missing or of"));
}

TEST_CASE("counts are whole numbers that are not negative, and a layer takes a cycle") {
  const std::string wrong = GENERATE("-5", "1.5", "true");
  CAPTURE(wrong);
  CHECK_THAT(fault_after("\"cycles\": 100", "\"cycles\": " + wrong),
             Contains("'/layers/0/cycles' is missing or of another type"));
  CHECK_THAT(fault_after("\"cycles\": 100", "\"cycles\": 0"),
             Contains("'/layers/0/cycles' is 0; a layer takes a cycle"));
  CHECK_THAT(fault_after("\"read\": 75", "\"read\": -75"),
             Contains("out/report.json: '/layers/0/counters/pe~1ram/read' is missing or of"));
}

TEST_CASE("a resolved.yaml that no run has written is told") {
  CHECK_THROWS_WITH(
      comparison::read_stored_run(report_json(written()), "architecture: scnn\n", "out"),
      Contains("lacks the key 'run'"));
}
