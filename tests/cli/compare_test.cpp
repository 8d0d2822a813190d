// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>

#include "cli/compare_bench.hpp"

namespace gossamer::cli::test {

namespace fs = std::filesystem;

using Catch::Contains;
using nlohmann::ordered_json;

TEST_CASE("two runs are compared as their reports have them, at their own prices exactly") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a"), b = bench.run_machine("scnn", "b");
  const auto json = bench.compare_machines({a, b});
  const auto dense = read_json(fs::path{a} / "report.json");
  const auto sparse = read_json(fs::path{b} / "report.json");
  const auto& totals = json["workloads"][0]["totals"];
  CHECK(json["baseline"] == "dcnn");
  CHECK(totals["scnn"]["energy_pj"] == sparse["totals"]["energy_pj"]);
  CHECK(totals["dcnn"]["energy_pj"] == dense["totals"]["energy_pj"]);
  CHECK(totals["scnn"]["time_s"] == sparse["totals"]["time_s"]);
  CHECK(totals["scnn"]["utilization"] == sparse["totals"]["utilization"]);
  CHECK(totals["scnn"]["area_mm2"] == sparse["totals"]["area_mm2"]);
  CHECK(totals["scnn"]["speedup"].get<double>() ==
        Approx(dense["totals"]["time_s"].get<double>() / sparse["totals"]["time_s"].get<double>()));
  CHECK(json["notes"].empty());
  CHECK_THAT(bench.out, Contains("dcnn, scnn; baseline dcnn") && Contains("Comparison: "));
}

TEST_CASE("the baseline may be named, and a wrong name is told with the nearest") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a"), b = bench.run_machine("scnn", "b");
  bench.options.baseline = "scnn";
  const auto json = bench.compare_machines({a, b});
  CHECK(json["baseline"] == "scnn");
  const double inverse = json["workloads"][0]["totals"]["dcnn"]["speedup"];
  bench.options.baseline = "dcnn";
  const auto other = bench.compare_machines({a, b});
  const double speedup = other["workloads"][0]["totals"]["scnn"]["speedup"];
  CHECK(speedup * inverse == Approx(1.0));
  CHECK(speedup != Approx(1.0));
  bench.options.baseline = "scn";
  CHECK_THAT(bench.refusal({a, b}), Contains("--baseline: no machine 'scn' in this comparison; did "
                                             "you mean 'scnn'?"));
}

TEST_CASE("machines of one name get names of their own, and a label names one") {
  Bench bench;
  const std::string a = bench.run_machine("scnn", "a");
  const std::string b =
      bench.run_machine("scnn", "b", [](RunOptions& run) { run.overrides = {"pe.rows=4"}; });
  const auto json = bench.compare_machines({a, b, "small=" + b, a});
  std::vector<std::string> names;
  for (const auto& machine : json["machines"]) names.push_back(machine["name"]);
  CHECK(names == std::vector<std::string>{"scnn", "scnn-2", "small", "scnn-3"});
  CHECK(json["workloads"][0]["totals"]["small"] == json["workloads"][0]["totals"]["scnn-2"]);
  CHECK_THAT(bench.refusal({"x=" + a, "x=" + b}), Contains("the label 'x' is that of"));
  CHECK_THAT(bench.refusal({"a/b=" + a, b}), Contains("the label 'a/b' before '='"));
}

TEST_CASE("runs of one name with other parameters are other machines") {
  Bench bench;
  const std::string a = bench.run_machine("scnn", "a");
  bench.workload = bench.renamed("web");
  const std::string b =
      bench.run_machine("scnn", "b", [](RunOptions& run) { run.overrides = {"pe.rows=4"}; });
  CHECK_THAT(bench.refusal({a, b}), Contains("is scnn-2, which has not run workload 'net'"));
}

TEST_CASE("runs of one machine on several workloads are one machine") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a"), b = bench.run_machine("scnn", "b");
  bench.workload = bench.renamed("web");
  const std::string c = bench.run_machine("dcnn", "c"), d = bench.run_machine("scnn", "d");
  const auto json = bench.compare_machines({a, b, c, d});
  CHECK(json["machines"].size() == 2);
  CHECK(json["workloads"].size() == 2);
  CHECK(json["means"][1]["workloads"] == 2);
  CHECK_THAT(bench.refusal({a, b, c}), Contains("is scnn, which has not run workload 'web'"));
}

TEST_CASE("runs with other seeds, layers or values are refused, or compared if that is wanted") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a");
  const std::string seed =
      bench.run_machine("scnn", "seed", [](RunOptions& run) { run.simulation.seed = 2; });
  const std::string part =
      bench.run_machine("scnn", "part", [](RunOptions& run) { run.plan.layers = "conv1"; });
  const std::string masks =
      bench.run_machine("scnn", "masks", [](RunOptions& run) { run.simulation.values = false; });
  CHECK_THAT(bench.refusal({a, seed}), Contains("seed 2, but") && Contains("--allow-different"));
  CHECK_THAT(bench.refusal({a, part}), Contains("has not run conv2, which"));
  CHECK_THAT(bench.refusal({a, masks}), Contains("run with --no-values"));
  CHECK_FALSE(fs::exists(bench.path("out")));
  bench.options.allow_different = true;
  const auto json = bench.compare_machines({a, part});
  CHECK(has_note(json, "has not run conv2"));
  CHECK(json["workloads"][0]["left_out"][0]["layer"] == "conv2");
  CHECK(json["workloads"][0]["totals"]["dcnn"]["macs"] ==
        json["workloads"][0]["layers"][0]["macs"]);
}

TEST_CASE("unlike workloads are compared by layer names, if that is wanted") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a");
  bench.workload = bench.renamed("web");
  const std::string b = bench.run_machine("scnn", "b");
  CHECK_THAT(bench.refusal({a, b}), Contains("has not run workload 'web'"));
  bench.options.allow_different = true;
  const auto json = bench.compare_machines({a, b});
  CHECK(json["workloads"][0]["name"] == "net / web");
  CHECK(json["workloads"][0]["totals"]["scnn"]["cycles"].get<int>() > 0);
  CHECK(has_note(json, "workload 'web', but"));
}

TEST_CASE("a name that is part of another is a workload of its own") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a");
  bench.workload = bench.renamed("net_ternary");
  const std::string b = bench.run_machine("scnn", "b");
  bench.options.allow_different = true;
  CHECK(bench.compare_machines({b, a})["workloads"][0]["name"] == "net_ternary / net");
}

TEST_CASE("runs without a layer in common are refused, however different they may be") {
  Bench bench;
  const auto run_of = [&](const char* layer) {
    return bench.run_machine(layer[4] == '1' ? "dcnn" : "scnn", layer,
                             [&](RunOptions& run) { run.plan.layers = layer; });
  };
  const std::string first = run_of("conv1"), second = run_of("conv2");
  bench.options.allow_different = true;
  CHECK_THAT(bench.refusal({first, second}),
             Contains("nothing to compare: no layer of dcnn, the baseline, has the name"));
}

TEST_CASE("a report whose energies today's prices do not give is told") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a"), b = bench.run_machine("scnn", "b");
  auto report = read_json(fs::path{b} / "report.json");
  report["layers"][0]["energy_pj"] = report["layers"][0]["energy_pj"].get<double>() * 2;
  std::ofstream{fs::path{b} / "report.json"} << report.dump();
  CHECK(has_note(bench.compare_machines({a, b}), "energies priced again with the files of today"));
}

TEST_CASE("a technology prices all machines, and differing nodes are told without one") {
  Bench bench;
  const std::string a = bench.run_machine("scnn", "a"), b = bench.run_machine("dlac", "b");
  CHECK(has_note(bench.compare_machines({a, b}), "energies and areas are of different nodes"));
  bench.options.technology = configs + "technology/16nm.yaml";
  const auto json = bench.compare_machines({a, b});
  CHECK_FALSE(has_note(json, "different nodes"));
  CHECK(has_note(json, "dlac: the factors of calibration dlac were fitted with 14nm"));
  CHECK(json["machines"][1]["technology"] == "16nm");
  const auto& layer = json["workloads"][0]["layers"][0]["machines"]["scnn"];
  CHECK(layer["energy_low_pj"].get<double>() < layer["energy_high_pj"].get<double>());
}

TEST_CASE("one machine alone, and a directory without a report, are refused") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a");
  CHECK_THAT(bench.refusal({a}), Contains("a comparison needs at least two"));
  fs::create_directory(bench.path("empty"));
  CHECK_THAT(bench.refusal({a, bench.path("empty")}), Contains("has no report.json; allowed: an"));
}

}  // namespace gossamer::cli::test
