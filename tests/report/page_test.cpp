// SPDX-License-Identifier: Apache-2.0
#include "report/html/page.hpp"

#include "report/html/run_page_data.hpp"
#include "report/report_json.hpp"
#include "report/sample_run.hpp"
#include "support/catch.hpp"

namespace gossamer::report::html {
namespace {

using nlohmann::ordered_json;

/// The data that a page carries.
ordered_json data_of(const std::string& html) {
  const std::string start = R"(<script type="application/json" id="data">)";
  const auto begin = html.find(start);
  REQUIRE(begin != std::string::npos);
  const auto end = html.find("</script>", begin);
  return ordered_json::parse(html.substr(begin + start.size(), end - begin - start.size()));
}

TEST_CASE("the page of a run shows the values of report.json") {
  const auto run = test::sample_run();
  const auto report = to_json(run);
  const auto data = data_of(run_html(run));
  CHECK(data.at("page") == "run");
  const auto& content = data.at("content");
  CHECK(content.at("totals") == report.at("totals"));
  CHECK(content.at("config") == report.at("architecture").at("config"));
  CHECK(content.at("pricing") == report.at("pricing"));
  CHECK(content.at("clock_ghz") == 1.25);
  const auto& layers = content.at("layers");
  for (std::size_t i = 0; i < run.layers.size(); ++i) {
    const auto& layer = report.at("layers").at(i);
    for (const auto* key : {"name", "cycles", "time_s", "macs", "effectual_macs", "utilization",
                            "energy_pj", "dram_read_bytes", "spilled", "checked"}) {
      INFO(key);
      CHECK(layers.at(key).at(i) == layer.at(key));
    }
  }
}

TEST_CASE("slots and energies of the page are columns, zero where a layer has none") {
  const auto data = run_page_data(test::sample_run());
  const auto& layers = data.at("layers");
  CHECK(layers.at("slots").at("effectual").dump() == "[600,600]");
  CHECK(layers.at("slots").at("barrier").dump() == "[150,0]");
  CHECK(layers.at("slots").at("no_work").dump() == "[0,200]");
  CHECK(layers.at("energy").at("dram").dump() == "[1000.0,3.0]");
  CHECK_FALSE(layers.at("energy").contains("pe"));
}

TEST_CASE("the page has what the machine chose for each layer, null where it chose nothing") {
  auto run = test::sample_run();
  run.layers[0].record.choices = {};
  run.layers[1].record.choices = {{"upper_bounds", "useful"}};
  CHECK(run_page_data(run).at("layers").at("choices").dump() ==
        R"({"upper_bounds":[null,"useful"]})");
}

TEST_CASE("the page has the parts of each component, and the inputs") {
  const auto data = run_page_data(test::sample_run());
  CHECK(data.at("area").at(1).at("path") == "pe/multipliers");
  CHECK(data.at("area").at(1).at("parts").at(0).at("area_mm2") == 1.2);
  CHECK(data.at("inputs").at(0).at("file") == "two_layers.yaml");
  CHECK(data.at("layers").at("mismatches").at(1).size() == 1);
  CHECK(data.at("layers").at("mismatches").at(0).is_null());
}

TEST_CASE("no name in a report can end the script or start another") {
  auto run = test::sample_run();
  const std::string name = "</script><script>alert(1)</script><!--";
  run.workload = name;
  run.layers[0].record.name = name;
  const std::string html = run_html(run);
  CHECK(html.find("<script>alert") == std::string::npos);
  CHECK(html.find("<!--") == std::string::npos);
  CHECK(data_of(html).at("content").at("layers").at("name").at(0) == name);
  CHECK(html.find("<title>&lt;/script>&lt;script>alert(1)&lt;/script>&lt;!-- on scnn") !=
        std::string::npos);
}

TEST_CASE("the same report gives the same page") {
  CHECK(run_html(test::sample_run()) == run_html(test::sample_run()));
  auto other = test::sample_run();
  ++other.layers[0].record.cycles;
  CHECK(run_html(other) != run_html(test::sample_run()));
}

TEST_CASE("a page needs nothing from elsewhere") {
  const std::string html = run_html(test::sample_run());
  CHECK(html.find("default-src 'none'") != std::string::npos);
  for (const auto* tag : {"<script src", "<link rel=\"stylesheet", "@import", "<img", "<iframe"}) {
    INFO(tag);
    CHECK(html.find(tag) == std::string::npos);
  }
}

TEST_CASE("a page of 1,000 layers with 1,024 modules stays below 5 MB") {
  auto run = test::large_run(1000);
  run.multiplying_modules = {"pe"};
  for (std::size_t layer = 0; layer < run.layers.size(); ++layer) {
    auto& record = run.layers[layer].record;
    for (std::size_t pe = 0; pe < 1024; ++pe) {
      core::ActivityCounts counts;
      counts.add(core::Activity::busy, core::Cycles{record.cycles * (pe + layer % 7) / 1100});
      record.activity.emplace_back("pe_" + std::to_string(pe / 32) + "_" + std::to_string(pe % 32),
                                   counts);
    }
  }
  const std::string html = run_html(run);
  INFO("bytes: " << html.size());
  CHECK(html.size() < 5'000'000);
  CHECK(data_of(html).at("content").at("module_groups").at(0).at("names").size() == 1024);
}

TEST_CASE("a comparison is carried as it is, but for what is not shown of single layers") {
  ordered_json compare{{"schema", "gossamer-compare/1"},
                       {"baseline", "dcnn</title>"},
                       {"machines", {{{"name", "dcnn</title>"}, {"area_mm2", 1.0 / 3.0}}}},
                       {"workloads", ordered_json::parse(R"([{
                           "layers": [{"machines": {"a": {"cycles": 9, "slots": {"useful": 9}},
                                                    "b": null}}],
                           "totals": {"a": {"slots": {"useful": 9}}}}])")}};
  const std::string html = comparison_html(compare);
  CHECK(data_of(html).at("page") == "comparison");
  compare["workloads"][0]["layers"][0]["machines"]["a"].erase("slots");
  CHECK(data_of(html).at("content") == compare);
  CHECK(html.find("<title>Comparison with dcnn&lt;/title>") != std::string::npos);
}

TEST_CASE("whether there are pages is whether there is a script") {
  CHECK(has_pages() == GOSSAMER_HAS_PAGES);
}

}  // namespace
}  // namespace gossamer::report::html
