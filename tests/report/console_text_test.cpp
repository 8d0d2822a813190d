// SPDX-License-Identifier: Apache-2.0
#include "report/console_text.hpp"

#include <fmt/format.h>

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

TEST_CASE("the console text of a small run is as reviewed") {
  test::check_golden("console_small.txt", console_text(test::sample_run()));
}

TEST_CASE("the console text of five layers is as reviewed: slots by layer") {
  test::check_golden("console_five_layers.txt", console_text(test::large_run(5)));
}

TEST_CASE("the console text of many layers is as reviewed: slots in total, with bars") {
  test::check_golden("console_many_layers.txt", console_text(test::large_run(12)));
}

TEST_CASE("no line is wider than 80 columns and five layers take at most 50 lines") {
  for (const std::size_t layers : {0, 1, 5, 8, 9, 54}) {
    const auto lines = lines_of(console_text(test::large_run(layers)));
    for (const auto& line : lines) CHECK(line.size() <= 80);
    if (layers == 5) CHECK(lines.size() <= 50);
  }
}

TEST_CASE("each layer says whether its values were checked") {
  const auto text = console_text(test::sample_run());
  CHECK_THAT(text, Contains(" ok\n") && Contains(" WRONG\n"));
  auto run = test::sample_run();
  run.layers[0].record.checked = false;
  run.layers[1].record.mismatches.clear();
  run.layers[1].record.timing = core::Timing::statistical;
  CHECK_THAT(console_text(run), Contains(" -\n") && Contains(" stat\n") && Contains("\nstat: "));
}

TEST_CASE("microbenchmarks are listed with their latency and throughput, not among the layers") {
  auto run = test::large_run(1);
  RunReport mixed = run;
  LayerReport benchmark = run.layers[0];
  benchmark.record.name = "sp_int4_k128_16w_ilp2";
  benchmark.record.metrics = {
      {"latency_cycles", 25.04}, {"fma_per_cycle_per_sm", 8001.66}, {"warps", 16}, {"ilp", 2}};
  benchmark.record.choices = {{"instruction", "int4 mma.sp.m16n8k128"}};
  mixed.layers.push_back(benchmark);
  const auto text = console_text(mixed);
  CHECK_THAT(text, Contains("sp_int4_k128_16w_ilp2") && Contains("int4 mma.sp.m16n8k128") &&
                       Contains(" 16   2    25.0  8001.7 ") && Contains("cycles of an iteration"));
  CHECK_THAT(text, !Contains("instruction: "));
  // Once above the layers, and where the cycles went.
  const auto layers = text.find("layer  cycles");
  REQUIRE(layers != std::string::npos);
  CHECK(text.find("sp_int4_k128") < layers);
  CHECK(text.find("sp_int4_k128", layers) > text.find("where the cycles went"));
  for (const auto& line : lines_of(text)) CHECK(line.size() <= 80);
  CHECK_THAT(console_text(run), !Contains("FMA/clk"));
}

TEST_CASE("the first wrong value of a layer is named below the table") {
  CHECK_THAT(console_text(test::sample_run()), Contains("is wrong: output [0][1][2] is 3"));
}

TEST_CASE("a component with an area is listed although it used no energy") {
  CHECK_THAT(console_text(test::large_run(1)), Contains("sequencer") && Contains("0.0002"));
}

TEST_CASE("what the machine chose is told, with the names of the layers that differ") {
  auto run = test::large_run(12);
  for (auto& layer : run.layers) layer.record.choices = {{"mapping", "planar"}};
  CHECK_THAT(console_text(run), Contains("\nmapping: planar\n"));
  run.layers[3].record.choices = {{"mapping", "channel"}};
  run.layers[5].record.choices = {{"mapping", "channel"}};
  const std::string expected = "\nmapping: channel for " + run.layers[3].record.name + ", " +
                               run.layers[5].record.name + "\nmapping: planar for all others\n";
  CHECK_THAT(console_text(run), Contains(expected));
}

TEST_CASE("layers of a choice that do not fit the line are counted") {
  auto run = test::large_run(12);
  for (std::size_t n = 0; n < 12; ++n) {
    run.layers[n].record.name = fmt::format("a_layer_with_a_long_name_{}", n);
    run.layers[n].record.choices = {{"mapping", n < 7 ? "planar" : "channel"}};
  }
  const std::string text = console_text(run);
  CHECK_THAT(text, Contains("mapping: channel for a_layer_with_a_long_name_7 and 4 more\n"));
}

TEST_CASE("choices stay within 80 columns, and many different ones are counted") {
  auto run = test::large_run(13);
  for (std::size_t n = 0; n < 13; ++n) {
    run.layers[n].record.choices = {
        {"mapping",
         fmt::format("{} filter blocks x 11 tiles, 1 piece of the reduction; inputs on chip, "
                     "outputs on chip, weights loaded for each use",
                     n % 12)},
        {"tile", fmt::format("{} x 64", n)},
        {"limited_by", "tensor cores, 75 % of what they can do"}};
  }
  const std::string text = console_text(run);
  for (const auto& line : lines_of(text)) CHECK(line.size() <= 80);
  CHECK_THAT(text, Contains("\ntile: 13 different ones, in report.json\n"));
  CHECK_THAT(text, Contains("mapping: 3 filter blocks x 11 tiles") &&
                       Contains("\n  outputs on chip, weights"));
  CHECK_THAT(text, !Contains("limited_by"));
}

TEST_CASE("layers that spilled are marked and the mark is explained") {
  CHECK_THAT(console_text(test::sample_run()), Contains("4.61 kB*") && Contains("* some activ"));
  CHECK_THAT(console_text(test::large_run(2)), !Contains("*"));
}

TEST_CASE("colours are off unless asked for") {
  const auto run = test::sample_run();
  CHECK_THAT(console_text(run), !Contains("\x1b"));
  TextOptions colour;
  colour.colour = true;
  CHECK_THAT(console_text(run, colour), Contains("\x1b[1m") && Contains("\x1b[31m"));
}

}  // namespace
}  // namespace gossamer::report
