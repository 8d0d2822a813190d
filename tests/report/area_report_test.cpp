// SPDX-License-Identifier: Apache-2.0
#include "report/area_report.hpp"

#include "report/golden.hpp"
#include "report/sample_run.hpp"
#include "support/catch.hpp"

namespace gossamer::report {
namespace {

AreaReport sample() {
  return {"scnn",
          test::sample_pricing(),
          test::sample_run().area_mm2,
          test::sample_tree(),
          {{"register", "area", "5.98 * bits", "um2", 40, 0.9, 0.25, "published", "a table"},
           {"dram_hbm2", "access", "3.9", "pJ", 0, 0, 1, "published", "a paper"}},
          {{"area", "table of area factors", "published", "a journal"}}};
}

TEST_CASE("the text of an area is as reviewed") {
  test::check_golden("area.txt", area_text(sample()));
}

TEST_CASE("the JSON of an area is as reviewed") {
  test::check_golden("area.json", area_json(sample()));
}

TEST_CASE("lines of the area table stay within 80 columns") {
  auto report = sample();
  report.tree[0].path = std::string(70, 'p');
  report.tree[0].instances = 123456789;
  const std::string text = area_text(report);
  std::size_t start = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos;
       start = end + 1, end = text.find('\n', start)) {
    CHECK(end - start <= 80);
  }
}

TEST_CASE("a machine without calibration says so, and sources stand only where asked for") {
  auto report = sample();
  report.pricing.calibration.clear();
  report.sources.clear();
  report.scaling.clear();
  const auto json = nlohmann::json::parse(area_json(report));
  CHECK_FALSE(json.contains("sources"));
  CHECK_FALSE(json.contains("scaling_sources"));
  CHECK_THAT(area_text(report), Catch::Matchers::Contains("not calibrated"));
}

}  // namespace
}  // namespace gossamer::report
