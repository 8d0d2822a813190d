// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/published.hpp"

#include "core/errors.hpp"
#include "report/comparison/compared_sample.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using namespace gossamer;
using namespace gossamer::report::comparison;
using Catch::Contains;

namespace {

PublishedFigure figure(const std::string& quantity, double value) {
  PublishedFigure figure;
  figure.machine = "fast";
  figure.against = "slow";
  figure.workloads = {{"net", 2}};
  figure.quantity = quantity;
  figure.value = value;
  figure.mark = "published";
  figure.source = "a paper";
  return figure;
}

nlohmann::ordered_json published_of(Comparison comparison, const PublishedFigure& one) {
  comparison.published = {one};
  return to_json(comparison)["published"];
}

double simulated(const std::string& quantity) {
  return published_of(gossamer::report::comparison::test::sample_comparison(),
                      figure(quantity, 1))[0]["simulated"];
}

std::string faults_of(const std::string& text) {
  const gossamer::test::TemporaryDirectory home;
  try {
    read_published(home.write("p.yaml", text));
  } catch (const core::ConfigError& error) {
    return core::to_string(error);
  }
  return "";
}

}  // namespace

TEST_CASE("published figures stand beside the simulated ones, with mark and source") {
  const auto list =
      published_of(gossamer::report::comparison::test::sample_comparison(), figure("speedup", 2.5));
  REQUIRE(list.size() == 1);
  CHECK(list[0]["machine"] == "fast");
  CHECK(list[0]["against"] == "slow");
  CHECK(list[0]["value"] == 2.5);
  CHECK(list[0]["simulated"].get<double>() == Approx(3.2));
  CHECK(list[0]["mark"] == "published");
  CHECK(list[0]["source"] == "a paper");
}

TEST_CASE("each quantity is what its name says") {
  CHECK(simulated("energy_gain") == Approx(1.6));
  CHECK(simulated("area_mm2") == Approx(4.0));
  CHECK(simulated("pe_area_saving") == Approx(-1.0));
  CHECK(simulated("pe_energy_saving") == Approx(1 - 2500.0 / 4000));
}

TEST_CASE("a figure of several workloads is their arithmetic mean, if all were compared in whole") {
  auto comparison = gossamer::report::comparison::test::sample_comparison();
  auto of_two = figure("speedup", 2.5);
  of_two.workloads = {{"net", 2}, {"other", 2}};
  CHECK(published_of(comparison, of_two).empty());
  comparison.workloads.push_back(comparison.workloads[0]);
  comparison.workloads[1].name = "other";
  comparison.workloads[1].runs[1]->layers[0].record.cycles = 25;
  CHECK(published_of(comparison, of_two)[0]["simulated"].get<double>() == Approx(3.6));
  comparison.workloads[1].runs[1]->layers.pop_back();
  CHECK(published_of(comparison, of_two).empty());
}

TEST_CASE("the shipped figures can be read, and each has a mark and a source") {
  const auto entries = read_published(GOSSAMER_CONFIGS "/published.yaml");
  CHECK(entries.size() >= 5);
  for (const PublishedEntry& entry : entries) {
    CHECK_FALSE(entry.machine.architecture.empty());
    CHECK_FALSE(entry.figure.source.empty());
    CHECK(entry.figure.mark == "published");
  }
}

TEST_CASE("what is wrong with a file of figures is told with its place") {
  CHECK_THAT(
      faults_of("published:\n  - {machine: a, against: b, workloads: {n: 0}, quantity: sped, "
                "value: x, mark: true, source: s, other: 1}\n"),
      Contains("p.yaml:2:") && Contains("speedup") && Contains("workloads.n") &&
          Contains("unknown key 'other'") && Contains("mark"));
  CHECK_THAT(faults_of("published: 3\n"), Contains("'published' must be a list"));
}
