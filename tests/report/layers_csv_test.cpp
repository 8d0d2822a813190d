// SPDX-License-Identifier: Apache-2.0
#include "report/layers_csv.hpp"

#include <algorithm>
#include <sstream>

#include "report/golden.hpp"
#include "report/sample_run.hpp"
#include "support/catch.hpp"

namespace gossamer::report {
namespace {

using Catch::Matchers::Contains;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream{text};
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST_CASE("layers.csv of a small run is as reviewed") {
  test::check_golden("layers.csv", layers_csv(test::sample_run()));
}

TEST_CASE("there is one row per layer below the header, and only a header without layers") {
  CHECK(lines_of(layers_csv(test::sample_run())).size() == 3);
  CHECK(lines_of(layers_csv(test::large_run(20))).size() == 21);
  CHECK(layers_csv(RunReport{}) == "\n");
}

TEST_CASE("a name with commas and quotes is quoted as RFC 4180 says") {
  CHECK_THAT(layers_csv(test::sample_run()), Contains("\n\"conv2, \"\"wide\"\"\",conv2d,"));
}

TEST_CASE("columns of one group stay together although a later layer adds them") {
  const auto header = lines_of(layers_csv(test::sample_run())).front();
  CHECK_THAT(header, Contains("slot_barrier_multiplier_cycles,slot_no_work_multiplier_cycles,"
                              "energy_dram_pj"));
  CHECK_THAT(header, Contains("energy_pe/ram_pj,metric_output_density"));
}

TEST_CASE("what the machine chose has a column behind the fixed ones") {
  auto run = test::sample_run();
  run.layers.front().record.choices = {{"mapping", "channel"}};
  const std::string text = layers_csv(run);
  CHECK(text.find(",raw_energy_pj,choice_mapping,slot_") != std::string::npos);
  CHECK(text.find(",channel,") != std::string::npos);
}

TEST_CASE("all rows have as many cells as the header") {
  auto run = test::sample_run();
  run.layers[1].record.name = "plain";
  const auto lines = lines_of(layers_csv(run));
  const auto commas = [](const std::string& line) {
    return std::count(line.begin(), line.end(), ',');
  };
  for (const auto& line : lines) CHECK(commas(line) == commas(lines.front()));
}

TEST_CASE("a layer that lacks a slot or metric of another has an empty cell, not a zero") {
  auto run = test::sample_run();
  const auto lines = lines_of(layers_csv(run));
  CHECK_THAT(lines[1], Catch::Matchers::EndsWith(",0.25"));
  CHECK_THAT(lines[2], Catch::Matchers::EndsWith(","));
  CHECK_THAT(lines[2], Contains(",600,,,200,"));
}

}  // namespace
}  // namespace gossamer::report
