// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/comparison_csv.hpp"

#include "report/comparison/compared_sample.hpp"
#include "support/catch.hpp"

using namespace gossamer::report::comparison;
using Catch::Contains;

TEST_CASE("the CSV has one number a row, with its unit") {
  const std::string csv = comparison_csv(to_json(test::sample_comparison()));
  CHECK_THAT(csv, Catch::StartsWith("workload,layer,machine,metric,unit,value\n"));
  CHECK_THAT(csv, Contains("\nnet,conv2,fast,cycles,core cycles,75\n"));
  CHECK_THAT(csv, Contains("\nnet,conv2,fast,speedup,,4.0\n"));
  CHECK_THAT(csv, Contains("\nnet,conv1,slow,slot_effectual,multiplier-cycles,600\n"));
  CHECK_THAT(csv, Contains("\nnet,,fast,energy_pj,pJ,2500.0\n"));
  CHECK_THAT(csv, Contains("\nnet,,fast,energy_pe/ram,pJ,1250.0\n"));
  CHECK_THAT(csv, Contains("\nnet,,fast,area_pe/ram,mm2,2.0\n"));
  CHECK_THAT(csv, Contains("\n,,fast,area_mm2,mm2,4.0\n"));
  CHECK_THAT(csv, Contains("\n,,fast,geometric_mean_speedup,,3.2"));
}

TEST_CASE("every row of the CSV has six cells, and names with commas are quoted") {
  auto comparison = test::sample_comparison();
  comparison.workloads[0].name = "a, \"b\"";
  const std::string csv = comparison_csv(to_json(comparison));
  CHECK_THAT(csv, Contains("\n\"a, \"\"b\"\"\",conv2,fast,cycles,core cycles,75\n"));
}

TEST_CASE("what a machine has not run has no row") {
  auto comparison = test::sample_comparison();
  comparison.workloads[0].runs[1].reset();
  const std::string csv = comparison_csv(to_json(comparison));
  CHECK_THAT(csv, !Contains("net,conv1,fast"));
  CHECK_THAT(csv, !Contains("net,,fast"));
}
