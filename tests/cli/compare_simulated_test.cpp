// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>

#include "cli/compare_bench.hpp"

namespace gossamer::cli::test {

namespace fs = std::filesystem;

using Catch::Contains;
using nlohmann::ordered_json;

TEST_CASE("simulating and comparing stored runs give the same comparison but for the sources") {
  Bench bench;
  bench.options.workloads = {bench.workload};
  auto simulated = bench.compare_machines({shipped("dcnn"), "sparse=" + shipped("scnn")});
  const fs::path runs = fs::path{bench.options.output} / "runs";
  CHECK(fs::exists(runs / "dcnn-net" / "report.json"));
  CHECK(fs::exists(runs / "sparse-net" / "resolved.yaml"));
  bench.options = {};
  bench.options.output = bench.path("again");
  auto stored = bench.compare_machines({runs / "dcnn-net", runs / "sparse-net"});
  for (auto* json : {&simulated, &stored}) {
    for (auto& machine : (*json)["machines"]) machine.erase("source");
  }
  CHECK(simulated == stored);
}

TEST_CASE("a run that is kept is the run that `gossamer run` writes") {
  Bench bench;
  bench.options.workloads = {bench.workload};
  bench.compare_machines({shipped("dcnn"), shipped("scnn")});
  const std::string alone = bench.run_machine("scnn", "alone");
  const fs::path kept = fs::path{bench.options.output} / "runs" / "scnn-net";
  CHECK(read_json(kept / "report.json") == read_json(fs::path{alone} / "report.json"));
}

TEST_CASE("machines are made equal, simulated again, and what was scaled is told") {
  Bench bench;
  bench.options.workloads = {bench.workload};
  bench.options.equal = "multipliers";
  const auto json = bench.compare_machines({shipped("scnn"), shipped("pe_array")});
  CHECK(json["equal"]["target"] == 1024.0);
  CHECK(json["equal"]["of"] == "scnn");
  CHECK(json["machines"][1]["multipliers"] == 1024);
  CHECK(has_note(json, "multipliers count alike whatever they multiply"));
  CHECK(json["machines"][1]["scaled"].dump() == R"({"pe.count":[16,4]})");
  CHECK(json["machines"][0]["scaled"].empty());
  CHECK(has_note(json, "pe_array was scaled: pe.count 16 -> 4"));
  CHECK(has_note(json, "global_buffer"));
  const auto run = read_json(fs::path{bench.options.output} / "runs/pe_array-net/report.json");
  CHECK(run["architecture"]["config"]["pe"]["count"] == 4);
}

TEST_CASE("a target of one's own scales the baseline too") {
  Bench bench;
  bench.options.workloads = {bench.workload};
  bench.options.equal = "multipliers=256";
  const auto json = bench.compare_machines({shipped("scnn"), shipped("dcnn")});
  CHECK(json["equal"]["of"] == "");
  CHECK(json["machines"][0]["multipliers"] == 256);
  CHECK(json["machines"][1]["multipliers"] == 256);
}

TEST_CASE("runs that are stored cannot be made equal, and the way out is told") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a"), b = bench.run_machine("scnn", "b");
  bench.options.equal = "area";
  CHECK_THAT(bench.refusal({a, b}), Contains("dcnn=" + a + "/resolved.yaml --workload net"));
}

TEST_CASE("overrides go to the machine that they name, or to all") {
  Bench bench;
  bench.options.workloads = {bench.workload};
  bench.options.overrides = {"small:pe.rows=4", "dram.latency_ns=50"};
  const auto json = bench.compare_machines({"small=" + shipped("scnn"), shipped("scnn")});
  CHECK(json["machines"][0]["multipliers"] == 512);
  CHECK(json["machines"][1]["multipliers"] == 1024);
  const auto run = read_json(fs::path{bench.options.output} / "runs/scnn-net/report.json");
  CHECK(run["architecture"]["config"]["dram"]["latency_ns"] == 50.0);
  bench.options.overrides = {"small:pe.rows=4", "dram.latency_ns=50", "small:pe.rows=6"};
  CHECK_THAT(bench.refusal({"small=" + shipped("scnn"), shipped("scnn")}),
             Contains("--set small:pe.rows: given twice; allowed: once for all machines and once"));
  bench.options.overrides = {"smal:pe.rows=4"};
  CHECK_THAT(bench.refusal({"small=" + shipped("scnn"), shipped("scnn")}),
             Contains("no machine 'smal' is simulated here; did you mean 'small'?"));
}

TEST_CASE("what is set for one machine counts there, wherever the value for all stands") {
  Bench bench;
  bench.options.workloads = {bench.workload};
  bench.options.overrides = {"small:pe.rows=4", "pe.rows=2"};
  const auto json = bench.compare_machines({"small=" + shipped("scnn"), shipped("scnn")});
  CHECK(json["machines"][0]["multipliers"] == 512);
  CHECK(json["machines"][1]["multipliers"] == 256);
}

TEST_CASE("what cannot be compared is refused before anything is simulated") {
  Bench bench;
  bench.options.workloads = {bench.workload};
  const auto refusal_beside = [&](const std::string& run) {
    return bench.refusal({run, shipped("scnn")});
  };
  const std::string part =
      bench.run_machine("dcnn", "part", [](RunOptions& run) { run.plan.layers = "conv1"; });
  CHECK_THAT(refusal_beside(part), Contains("scnn on net: has run conv2, which " + part));
  const std::string masks =
      bench.run_machine("dcnn", "masks", [](RunOptions& run) { run.simulation.values = false; });
  CHECK_THAT(refusal_beside(masks), Contains("scnn on net: run without --no-values"));
  const std::string whole = bench.run_machine("dcnn", "whole");
  bench.options.simulation.values = false;
  CHECK_THAT(refusal_beside(whole), Contains("scnn on net: run with --no-values"));
  bench.options.simulation.values = true;
  bench.write("net.yaml", std::string{net} + "# another file\n");
  CHECK_THAT(refusal_beside(whole), Contains("had other contents"));
  bench.options.technology = bench.write("bad.yaml", "technology: bad\n");
  CHECK_THAT(bench.refusal({shipped("dcnn"), shipped("scnn")}),
             Contains("bad.yaml:1:1: a technology file lacks the key 'library'"));
}

TEST_CASE("counters of a stored run that have no price are refused before anything is simulated") {
  Bench bench;
  bench.options.workloads = {bench.workload};
  const std::string a = bench.run_machine("dcnn", "a");
  auto report = read_json(fs::path{a} / "report.json");
  report["layers"][0]["counters"]["pe/warp"]["read"] = 1;
  std::ofstream{fs::path{a} / "report.json"} << report.dump();
  CHECK_THAT(bench.refusal({a, shipped("scnn")}), Contains("pe/warp"));
}

TEST_CASE("runs whose names meet are kept under names of their own") {
  Bench bench;
  bench.options.workloads = {bench.workload, bench.renamed("small-net")};
  bench.compare_machines({"x=" + shipped("scnn"), "x-small=" + shipped("dcnn")});
  const fs::path runs = fs::path{bench.options.output} / "runs";
  const auto about = [&](const std::string& directory) {
    const auto report = read_json(runs / directory / "report.json");
    return report["architecture"]["name"].get<std::string>() + " " +
           report["workload"]["name"].get<std::string>();
  };
  CHECK(about("x-net") == "x net");
  CHECK(about("x-small-net") == "x small-net");
  CHECK(about("x-small-net-2") == "x-small net");
  CHECK(about("x-small-small-net") == "x-small small-net");
}

TEST_CASE("a stored run and an architecture are compared on the stored run's workload and seed") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a");
  CHECK_THAT(bench.refusal({a, shipped("scnn")}), Contains("--workload is missing: 'scnn'"));
  bench.options.workloads = {bench.workload};
  const auto json = bench.compare_machines({a, shipped("scnn")});
  CHECK(json["workloads"][0]["totals"]["scnn"]["speedup"].get<double>() > 0);
  bench.options.simulation.seed = 3;
  CHECK_THAT(bench.refusal({a, shipped("scnn")}),
             Contains("scnn on net: seed 3, but " + a + " has seed 1"));
}

TEST_CASE("options of a simulation are refused where nothing is simulated") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a"), b = bench.run_machine("scnn", "b");
  bench.options.run_options = {"--seed"};
  CHECK_THAT(bench.refusal({a, b}), Contains("--seed: nothing is simulated here"));
}

TEST_CASE("a comparison replaces an older one, and neither its own runs nor anything else") {
  Bench bench;
  bench.options.workloads = {bench.workload};
  bench.compare_machines({shipped("dcnn"), shipped("scnn")});
  bench.compare_machines({shipped("dcnn"), shipped("pe_array")});
  const fs::path runs = fs::path{bench.options.output} / "runs";
  CHECK_FALSE(fs::exists(runs / "scnn-net"));
  CHECK(fs::exists(runs / "pe_array-net"));
  bench.options.workloads.clear();
  CHECK_THAT(bench.refusal({runs / "dcnn-net", runs / "pe_array-net"}),
             Contains("which is compared and would be replaced"));
  CHECK_THAT(bench.refusal({bench.options.output, bench.options.output}),
             Contains("is a comparison; its runs are compared by"));
  std::ofstream{runs / "dcnn-net" / "mine.txt"} << "mine";
  bench.options.workloads = {bench.workload};
  CHECK_THAT(bench.refusal({shipped("dcnn"), shipped("scnn")}), Contains("holds 'runs'"));
  CHECK(fs::exists(runs / "dcnn-net" / "mine.txt"));
}

}  // namespace gossamer::cli::test
