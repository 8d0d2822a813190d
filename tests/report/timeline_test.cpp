// SPDX-License-Identifier: Apache-2.0
#include "report/timeline.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "report/sample_run.hpp"
#include "support/catch.hpp"

namespace gossamer::report {
namespace {

using core::Activity;
using nlohmann::json;

/// Cycles 0 to 7 of each 16, of a layer of 40.
core::Timeline sampled() {
  return {{0, core::TimeWindows::end_of_layer, 16, 8},
          40,
          {{"pe_0", {{0, 3, Activity::busy}, {5, 8, Activity::wait_input}}},
           {"dram_port", {{32, 40, Activity::busy}}}},
          {{"weight FIFOs", "entries", 8, {{2, 5}, {6, 8}, {16, 3}, {35, 0}}}}};
}

/// Every cycle of a layer of 10.
core::Timeline whole() {
  return {{}, 10, {{"pe_0", {{0, 10, Activity::wait_output}}}}, {}};
}

RunReport recorded_run() {
  RunReport run = test::sample_run();
  run.layers.resize(2);
  run.layers[0].record.name = "conv \"1\"";
  run.layers[0].record.timeline = std::make_shared<const core::Timeline>(sampled());
  run.layers[0].record.represents = {{"pe_0", 27}};
  run.layers[1].record.timeline = std::make_shared<const core::Timeline>(whole());
  return run;
}

std::vector<json> events(const json& trace, const std::string& phase, const json& more = {}) {
  std::vector<json> found;
  for (const json& event : trace.at("traceEvents")) {
    bool fits = event.at("ph") == phase;
    for (const auto& [key, value] : more.items()) {
      fits = fits && event.contains(key) && event[key] == value;
    }
    if (fits) found.push_back(event);
  }
  return found;
}

}  // namespace

TEST_CASE("a module's activities are slices of its thread, at the cycles of the network") {
  const json trace = json::parse(timeline_json(recorded_run()));
  const auto first = events(trace, "X", {{"pid", 2}, {"tid", 10001}});
  REQUIRE(first.size() == 2);
  CHECK(first[0] == json{{"ph", "X"},
                         {"name", "busy"},
                         {"pid", 2},
                         {"tid", 10001},
                         {"ts", 0},
                         {"dur", 3},
                         {"args", {{"cycle", 0}}}});
  CHECK((first[1]["name"] == "wait_input" && first[1]["ts"] == 5 && first[1]["dur"] == 3));
  const auto second = events(trace, "X", {{"pid", 3}});
  REQUIRE(second.size() == 1);
  CHECK((second[0]["ts"] == 40 && second[0]["args"]["cycle"] == 0));
}

TEST_CASE("each layer is a process with its modules as threads, named with what they stand for") {
  const json trace = json::parse(timeline_json(recorded_run()));
  const auto process = events(trace, "M", {{"name", "process_name"}, {"pid", 2}});
  REQUIRE(process.size() == 1);
  CHECK(process[0]["args"]["name"] == "conv \"1\": scnn");
  const auto threads = events(trace, "M", {{"name", "thread_name"}, {"pid", 2}});
  REQUIRE(threads.size() == 2);
  CHECK(threads[0]["args"]["name"] == "pe_0 (stands for 27)");
  CHECK(threads[1]["args"]["name"] == "dram_port");
}

TEST_CASE(
    "a layer's slice holds its windows, and marks stand where layers begin and the last ends") {
  const json trace = json::parse(timeline_json(recorded_run()));
  const auto slices = events(trace, "X", {{"pid", 1}, {"tid", 10001}});
  std::vector<std::vector<int>> times;
  for (const json& slice : slices) times.push_back({slice["ts"], slice["dur"]});
  CHECK(times ==
        std::vector<std::vector<int>>{{0, 40}, {0, 8}, {16, 8}, {32, 8}, {40, 10}, {40, 10}});
  std::vector<int> marks;
  for (const json& mark : events(trace, "i")) marks.push_back(mark["ts"]);
  CHECK(marks == std::vector<int>{0, 40, 50});
  const json& layer = trace["otherData"]["layers"][0];
  CHECK((layer["cycles"] == 40 && layer["recorded_cycles"] == 24 && layer["windows"] == 3));
  CHECK((layer["window_cycles"] == 8 && layer["window_every"] == 16));
}

TEST_CASE("counters begin and end at 0 with their layer") {
  const json trace = json::parse(timeline_json(recorded_run()));
  std::vector<std::vector<int>> values;
  for (const json& event : events(trace, "C", {{"name", "weight FIFOs"}})) {
    values.push_back({event["ts"], event["args"]["entries"]});
  }
  CHECK(values == std::vector<std::vector<int>>{{0, 0}, {2, 5}, {6, 8}, {16, 3}, {35, 0}, {40, 0}});
}

TEST_CASE("a dump has every value that was recorded, and x where nothing was") {
  const std::string vcd = timeline_vcd(recorded_run());
  INFO(vcd);
  CHECK_THAT(vcd, Catch::Contains("$timescale 1 ns $end"));
  CHECK_THAT(vcd, Catch::Contains("$var reg 2 \" pe_0 $end"));
  CHECK_THAT(vcd, Catch::Contains("$var reg 4 $ weight_FIFOs $end"));
  const std::string changes = vcd.substr(vcd.find("$enddefinitions $end\n") + 21);
  CHECK(changes ==
        "#0\nb0 !\nb0 \"\nb11 #\nb0 $\n"
        "#2\nb101 $\n#3\nb11 \"\n#5\nb1 \"\n#6\nb1000 $\n#8\nbx \"\nbx #\nbx $\n"
        "#16\nb11 \"\nb11 #\nb11 $\n#24\nbx \"\nbx #\nbx $\n"
        "#32\nb11 \"\nb0 #\nb11 $\n#35\nb0 $\n"
        "#40\nb1 !\nb10 \"\nbx #\nbx $\n#50\nbx !\nbx \"\n");
}

TEST_CASE("no event takes more bytes than it was charged") {
  const std::uint64_t far = 999'999'000'000;
  const std::size_t many = 200;
  RunReport run = recorded_run();
  const auto with = [&](std::size_t slices, std::size_t changes) {
    core::Timeline timeline;
    timeline.cycles = far + 500;
    timeline.modules = {{"m", {}}};
    timeline.levels = {{"level", "entries", ~std::uint64_t{0} >> 2U, {}}};
    for (std::size_t i = 0; i < slices; ++i) {
      timeline.modules[0].slices.push_back({far + 2 * i, far + 2 * i + 1, Activity::wait_output});
    }
    for (std::size_t i = 0; i < changes; ++i) {
      timeline.levels[0].changes.push_back({far + i, (std::uint64_t{1} << 33U) + i});
    }
    run.layers[0].record.timeline = std::make_shared<const core::Timeline>(std::move(timeline));
    return std::pair{timeline_json(run).size(), timeline_vcd(run).size()};
  };
  const auto [json_none, vcd_none] = with(0, 1);
  const auto [json_slices, vcd_slices] = with(many, 1);
  const auto [json_changes, vcd_changes] = with(0, many + 1);
  CHECK(json_slices - json_none <= many * timeline_json_costs.slice);
  CHECK(vcd_slices - vcd_none <= many * timeline_vcd_costs.slice);
  CHECK(json_changes - json_none <= many * (timeline_json_costs.change + 5));
  CHECK(vcd_changes - vcd_none <= many * timeline_vcd_costs.change);
}

TEST_CASE("the console says how much was recorded and what was sampled") {
  RunReport run = recorded_run();
  CHECK(timeline_text(run) ==
        "Timeline: 34 of 50 cycles (68.0%); sampled to stay within the limit: conv \"1\" 3 x 8 "
        "cycles\n");
  core::Timeline missed = whole();
  missed.windows = {100, 200, 4096, 4096};
  run.layers[0].record.timeline = std::make_shared<const core::Timeline>(missed);
  CHECK_THAT(timeline_text(run), Catch::Contains("10 of 20 cycles (50.0%); nothing of conv"));
}

}  // namespace gossamer::report
