// SPDX-License-Identifier: Apache-2.0
#include "cli/compare.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "cli/run.hpp"
#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/messages.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

using Catch::Contains;
using nlohmann::ordered_json;

const std::string configs = GOSSAMER_SOURCE "/configs/";

constexpr const char* net = R"(name: net
layers:
  - name: conv1
    kind: conv2d
    input: {channels: 4, height: 8, width: 8}
    filter: {count: 8, height: 3, width: 3, pad: 1}
    weights: {density: 0.5}
    activations: {density: 0.5}
    relu: true
    outputs: {density: 0.5}
  - name: conv2
    kind: conv2d
    input: {channels: 8, height: 8, width: 8}
    filter: {count: 8, height: 1, width: 1}
    weights: {density: 0.4}
    activations: {density: 0.6}
    relu: true
    outputs: {density: 0.5}
)";

ordered_json read_json(const fs::path& file) {
  return ordered_json::parse(std::ifstream{file});
}

/// A directory with a workload, runs of machines on it, and a comparison.
class Bench {
 public:
  std::string path(const std::string& name) const { return (home_.path() / name).string(); }

  std::string write(const std::string& name, const std::string& text) {
    return home_.write(name, text);
  }

  /// An output directory of `run`.
  std::string run_machine(const std::string& machine, const std::string& name,
                          const std::function<void(RunOptions&)>& change = {}) {
    RunOptions run;
    run.architecture = configs + "arch/" + machine + ".yaml";
    run.workload = workload;
    run.output = path(name);
    if (change) change(run);
    std::ostringstream ignored;
    REQUIRE(cli::run(run, Console{ignored, ignored}) == ExitCode::done);
    return run.output;
  }

  ordered_json compare_machines(const std::vector<std::string>& machines) {
    options.machines = machines;
    if (options.output == "out/compare") options.output = path("out");
    std::ostringstream out_stream, err_stream;
    code = cli::compare(options, Console{out_stream, err_stream});
    out = out_stream.str();
    return read_json(fs::path{options.output} / "compare.json");
  }

  std::string refusal(const std::vector<std::string>& machines) {
    return gossamer::test::message_of([&] { compare_machines(machines); });
  }

  CompareOptions options;
  std::string out;
  ExitCode code = ExitCode::done;

 private:
  gossamer::test::TemporaryDirectory home_;

 public:
  std::string workload = home_.write("net.yaml", net);
};

std::string shipped(const std::string& name) {
  return configs + "arch/" + name + ".yaml";
}

bool has_note(const ordered_json& json, const std::string& text) {
  for (const auto& note : json["notes"]) {
    if (note.get<std::string>().find(text) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

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
  std::string other = net;
  other.replace(other.find("net"), 3, "web");
  bench.workload = bench.write("web.yaml", other);
  const std::string b =
      bench.run_machine("scnn", "b", [](RunOptions& run) { run.overrides = {"pe.rows=4"}; });
  CHECK_THAT(bench.refusal({a, b}), Contains("is scnn-2, which has not run workload 'net'"));
}

TEST_CASE("runs of one machine on several workloads are one machine") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a"), b = bench.run_machine("scnn", "b");
  std::string other = net;
  other.replace(other.find("net"), 3, "web");
  bench.workload = bench.write("web.yaml", other);
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
  std::string other = net;
  other.replace(other.find("net"), 3, "web");
  bench.workload = bench.write("web.yaml", other);
  const std::string b = bench.run_machine("scnn", "b");
  CHECK_THAT(bench.refusal({a, b}), Contains("has not run workload 'web'"));
  bench.options.allow_different = true;
  const auto json = bench.compare_machines({a, b});
  CHECK(json["workloads"][0]["name"] == "net / web");
  CHECK(json["workloads"][0]["totals"]["scnn"]["cycles"].get<int>() > 0);
  CHECK(has_note(json, "workload 'web', but"));
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
  bench.options.overrides = {"smal:pe.rows=4"};
  CHECK_THAT(bench.refusal({"small=" + shipped("scnn"), shipped("scnn")}),
             Contains("no machine 'smal' is simulated here; did you mean 'small'?"));
}

TEST_CASE("a stored run and an architecture are compared on the stored run's workload and seed") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a");
  CHECK_THAT(bench.refusal({a, shipped("scnn")}), Contains("--workload is missing: 'scnn'"));
  bench.options.workloads = {bench.workload};
  const auto json = bench.compare_machines({a, shipped("scnn")});
  CHECK(json["workloads"][0]["totals"]["scnn"]["speedup"].get<double>() > 0);
  bench.options.simulation.seed = 3;
  CHECK_THAT(bench.refusal({a, shipped("scnn")}), Contains("has seed 1; --seed 1"));
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

TEST_CASE("one machine alone, and a directory without a report, are refused") {
  Bench bench;
  const std::string a = bench.run_machine("dcnn", "a");
  CHECK_THAT(bench.refusal({a}), Contains("a comparison needs at least two"));
  fs::create_directory(bench.path("empty"));
  CHECK_THAT(bench.refusal({a, bench.path("empty")}), Contains("has no report.json; allowed: an"));
}

}  // namespace gossamer::cli
