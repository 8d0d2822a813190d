// SPDX-License-Identifier: Apache-2.0
#include "report/resolved_yaml.hpp"

#include "core/yaml.hpp"
#include "report/golden.hpp"
#include "report/sample_run.hpp"
#include "support/catch.hpp"

namespace gossamer::report {
namespace {

using nlohmann::ordered_json;

TEST_CASE("resolved.yaml of a small run is as reviewed") {
  test::check_golden("resolved.yaml", resolved_yaml(test::sample_run()));
}

TEST_CASE("resolved.yaml passes our own strict reader and holds what a repeat needs") {
  const auto root = core::parse_yaml(resolved_yaml(test::sample_run()), "resolved.yaml");
  CHECK(root["pe"]["rows"].as<int>() == 8);
  CHECK(root["clock_ghz"].as<double>() == 1.25);
  const auto run = root["run"];
  CHECK(run["gossamer"].as<std::string>() == "0.1.0");
  CHECK(run["seed"].as<int>() == 7);
  CHECK(run["options"]["layers"].as<std::string>() == "conv.*");
  CHECK(run["inputs"][0]["role"].as<std::string>() == "workload");
  CHECK(run["inputs"][0]["sha256"].as<std::string>() == std::string(64, 'a'));
}

TEST_CASE("nested lists and mappings keep their structure") {
  const ordered_json json{{"a", {{"b", {1, 2}}, {"c", ordered_json::array()}}},
                          {"d", {{{"x", 1}, {"y", 2}}, {{"x", 3}}}},
                          {"e", ordered_json::object()}};
  const auto root = core::parse_yaml(to_yaml(json), "text");
  CHECK(root["a"]["b"][1].as<int>() == 2);
  CHECK(root["a"]["c"].size() == 0);
  CHECK(root["d"][0]["y"].as<int>() == 2);
  CHECK(root["d"][1]["x"].as<int>() == 3);
  CHECK(root["e"].IsMap());
}

TEST_CASE("texts stay texts, whatever they look like") {
  for (const std::string text : {"no", "1.0", "null", "a: b", "# c", "- d", "tab\there", "\"q\"",
                                 "line\nbreak", "", "caf\xc3\xa9", "..\\windows"}) {
    INFO(text);
    const auto root = core::parse_yaml(to_yaml({{"key", text}}), "text");
    CHECK(root["key"].as<std::string>() == text);
    CHECK(root["key"].Tag() == "!");
  }
}

TEST_CASE("keys that YAML would take for something else are quoted, the others are not") {
  CHECK(to_yaml({{"no", 1}}) == "\"no\": 1\n");
  CHECK(to_yaml({{"Off", 1}}) == "\"Off\": 1\n");
  CHECK(to_yaml({{"1", 1}}) == "\"1\": 1\n");
  CHECK(to_yaml({{"a b", 1}}) == "\"a b\": 1\n");
  CHECK(to_yaml({{"pe/ram_2", 1}}) == "pe/ram_2: 1\n");
}

}  // namespace
}  // namespace gossamer::report
