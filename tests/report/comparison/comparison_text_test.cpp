// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/comparison_text.hpp"

#include <sstream>

#include "report/comparison/compared_sample.hpp"
#include "support/catch.hpp"

using namespace gossamer::report::comparison;
using Catch::Contains;

namespace {

std::size_t widest_line(const std::string& text) {
  std::istringstream lines{text};
  std::size_t width = 0;
  for (std::string line; std::getline(lines, line);) width = std::max(width, line.size());
  return width;
}

}  // namespace

TEST_CASE("the text has machines, totals, gains by layer, and the baseline's name") {
  const std::string text = comparison_text(to_json(test::sample_comparison()));
  CHECK_THAT(text, Contains("slow, fast; baseline slow\n"));
  CHECK_THAT(text, Contains("net (seed 7)"));
  CHECK_THAT(text, Contains("4.00 / 1.50"));
  CHECK_THAT(text, Contains("3.20"));
  CHECK_THAT(text, Contains("1.33-1.60"));
  CHECK_THAT(text, !Contains("Note:") && !Contains("Published"));
}

TEST_CASE("the text stays within 80 columns, whatever the number of machines") {
  auto comparison = test::sample_comparison();
  for (int i = 0; i < 12; ++i) {
    const std::string name = "another_machine_" + std::to_string(i);
    comparison.machines.push_back(test::sample_machine(name, 3));
    comparison.workloads[0].runs.push_back(comparison.workloads[0].runs[1]);
  }
  comparison.notes = {std::string(30, 'a') + " " + std::string(60, 'b') + " c"};
  const std::string text = comparison_text(to_json(comparison));
  CHECK(widest_line(text) <= 80);
  CHECK_THAT(text, Contains("another_machine_11"));
}

TEST_CASE("the text says what was made equal, and how far off each machine is") {
  auto comparison = test::sample_comparison();
  comparison.equal = EqualTarget{"area", 2.0, "mm2", "slow"};
  comparison.machines[1].deviation = -0.034;
  const std::string text = comparison_text(to_json(comparison));
  CHECK_THAT(text, Contains("equal area: 2 mm2, that of slow"));
  CHECK_THAT(text, Contains("-3.4%"));
}

TEST_CASE("the text calls nothing equal that is not, and names who is not") {
  auto comparison = test::sample_comparison();
  comparison.equal = EqualTarget{"area", 2.0, "mm2", "slow"};
  comparison.machines[1].deviation = -0.1;
  const std::string text = comparison_text(to_json(comparison));
  CHECK_THAT(text,
             !Contains("equal area") &&
                 Contains("area nearest to 2 mm2, that of slow; NOT equal, over 5 % off: fast\n"));
}

TEST_CASE("means over workloads are told where there are several") {
  auto comparison = test::sample_comparison();
  comparison.workloads.push_back(comparison.workloads[0]);
  CHECK_THAT(comparison_text(to_json(comparison)),
             Contains("geometric mean") && Contains("EDP gain"));
}
