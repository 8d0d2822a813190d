// SPDX-License-Identifier: Apache-2.0
#include "cli/run.hpp"

#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "cli/fake_machine.hpp"
#include "core/errors.hpp"
#include "report/html/page.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

using test::conv_layer;
using test::FakeMachine;
using test::gemm_layer;

/// A run of a fake machine into a directory of its own.
class Run {
 public:
  explicit Run(FakeMachine::Simulate simulate = accounted,
               FakeMachine::Counters counters = {{"dram", {{"read_byte", 0}}}}) {
    configuration_.architecture = "fake";
    configuration_.name = "fake_preset";
    configuration_.operation.technology =
        (fs::path{GOSSAMER_SOURCE} / "configs" / "technology" / "16nm.yaml").string();
    configuration_.parameters = {{"rows", 4}};
    configuration_.machine =
        std::make_unique<FakeMachine>(std::move(simulate), std::move(counters));
    options.output = (home_.path() / "out").string();
    network = {"net", {conv_layer("conv1", 4), conv_layer("conv2", 2)}};
  }

  ExitCode operator()() {
    std::ostringstream out_stream, err_stream;
    const ExitCode code =
        run(options, configuration_, network, {"", input_}, Console{out_stream, err_stream});
    out = out_stream.str();
    err = err_stream.str();
    return code;
  }

  nlohmann::json read_json(const std::string& name) const {
    return nlohmann::json::parse(std::ifstream{fs::path{options.output} / name});
  }

  std::string read(const std::string& name) const {
    std::ifstream file{fs::path{options.output} / name};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  std::set<std::string> files() const {
    std::set<std::string> names;
    if (!fs::exists(options.output)) return names;
    for (const auto& entry : fs::directory_iterator{options.output}) {
      names.insert(entry.path().filename());
    }
    return names;
  }

  /// A record that adds up: one multiplier busy in every cycle.
  static core::LayerRecord accounted(const workload::Layer& layer) {
    core::LayerRecord record = FakeMachine::record_of(layer);
    record.effectual_macs = record.macs;
    record.slots = {{"effectual", record.cycles}, {"idle", 3 * record.cycles}};
    record.counters["dram"]["read_byte"] = 10;
    return record;
  }

  RunOptions options;
  workload::Network network;
  std::string out;
  std::string err;

 private:
  test::TemporaryDirectory home_;
  std::string input_ = home_.write("net.yaml", "an input");
  arch::Configuration configuration_;
};

}  // namespace

TEST_CASE("a run leaves its files and prints its report") {
  Run run;
  CHECK(run() == ExitCode::done);
  std::set<std::string> files{"report.json", "layers.csv", "resolved.yaml", "run_info.json"};
  if (report::html::has_pages()) files.insert("report.html");
  CHECK(run.files() == files);
  CHECK_THAT(run.out, Catch::Contains("conv1") && Catch::Contains("Report: " + run.options.output));
  CHECK(run.err.empty());
}

TEST_CASE("the report has the layers in order, with the preset's name and parameters") {
  Run run;
  run();
  const auto report = run.read_json("report.json");
  CHECK(report["architecture"]["name"] == "fake_preset");
  CHECK(report["architecture"]["config"]["rows"] == 4);
  CHECK(report["workload"]["name"] == "net");
  CHECK(report["layers"][0]["name"] == "conv1");
  CHECK(report["layers"][1]["name"] == "conv2");
  CHECK(report["totals"]["cycles"] == 20);
  CHECK(report["layers"][0]["energy_pj"] > 0);
}

TEST_CASE("wall-clock facts are in run_info.json alone") {
  Run run{[](const workload::Layer& layer) {
    auto record = Run::accounted(layer);
    record.run_info["burst_share"] = 0.875;
    return record;
  }};
  run();
  const auto info = run.read_json("run_info.json");
  CHECK(info["jobs"] == 1);
  CHECK(info["peak_memory_bytes"] > 0);
  CHECK(info["duration_s"] >= 0);
  CHECK_THAT(info["start"].get<std::string>(), Catch::Matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}Z"));
  CHECK(info["layers"][1]["burst_share"] == 0.875);
  for (const auto* name : {"report.json", "layers.csv", "resolved.yaml"}) {
    CHECK_THAT(run.read(name), !Catch::Contains("burst_share") && !Catch::Contains("jobs"));
  }
}

TEST_CASE("the number of jobs changes no byte of the results") {
  Run one, two;
  two.options.jobs = 2;
  one();
  two();
  CHECK(one.read("report.json") == two.read("report.json"));
  CHECK(one.read("layers.csv") == two.read("layers.csv"));
}

TEST_CASE("resolved.yaml names seed, options and the digest of each input") {
  Run run;
  run.options.simulation.seed = 77;
  run.options.plan.layers = "conv1";
  run();
  const std::string resolved = run.read("resolved.yaml");
  CHECK_THAT(resolved, Catch::Contains("seed: 77"));
  CHECK_THAT(resolved, Catch::Contains("layers: \"conv1\""));
  // SHA-256 of "an input"
  CHECK_THAT(resolved,
             Catch::Contains("4fddb6e92a8333684779335007eda9426ddd8ea849ce4ab7c8340016d9d9d89a"));
}

TEST_CASE("a wrong value ends with 3, on a report that says so") {
  Run run{[](const workload::Layer& layer) {
    auto record = Run::accounted(layer);
    if (layer.name == "conv2") record.mismatches = {"output[0] is 3, the reference 4"};
    return record;
  }};
  CHECK(run() == ExitCode::wrong_value);
  CHECK(run.err == "layer 'conv2': output[0] is 3, the reference 4\n");
  CHECK(run.files().count("report.json") == 1);
}

TEST_CASE("a broken invariant is a fault of the simulation, and nothing is written") {
  Run run{[](const workload::Layer& layer) {
    auto record = Run::accounted(layer);
    ++record.cycles;
    return record;
  }};
  CHECK_THROWS_AS(run(), core::SimulationStuck);
  CHECK(run.files().empty());
}

TEST_CASE("a counted action without a price is refused, and nothing is written") {
  Run run{[](const workload::Layer& layer) {
    auto record = Run::accounted(layer);
    record.counters["dram"]["juggle"] = 1;
    return record;
  }};
  CHECK_THROWS_AS(run(), core::ConfigError);
  CHECK_THROWS_WITH(run(), Catch::Contains("juggle"));
  CHECK(run.files().empty());
}

TEST_CASE("a machine that could count what has no price is refused before it simulates") {
  bool simulated = false;
  Run run{[&simulated](const workload::Layer& layer) {
            simulated = true;
            return Run::accounted(layer);
          },
          {{"dram", {{"juggle", 0}, {"hum", 0}}}, {"attic", {{"read", 0}}}}};
  CHECK_THROWS_AS(run(), core::ConfigError);
  CHECK_THROWS_WITH(
      run(), Catch::Contains("juggle") && Catch::Contains("hum") && Catch::Contains("attic"));
  CHECK_FALSE(simulated);
}

TEST_CASE("an injected fault that the machine does not have is refused with those it has") {
  Run run;
  run.options.simulation.fault = "prodct";
  CHECK_THROWS_AS(run(), core::ConfigError);
  CHECK_THROWS_WITH(run(),
                    "--inject: 'prodct' is no fault of this machine; allowed: deadlock, product");
}

TEST_CASE("an injected fault that struck in no layer is told, one that struck somewhere is not") {
  for (const double strikes : {0.0, 2.0}) {
    Run run{[strikes](const workload::Layer& layer) {
      auto record = Run::accounted(layer);
      record.run_info["faults_injected"] = strikes;
      return record;
    }};
    run.options.simulation.fault = "product";
    if (strikes > 0) {
      CHECK(run() == ExitCode::done);
    } else {
      CHECK_THROWS_WITH(run(), Catch::Contains("nothing that 'product' could lose"));
    }
  }
}

TEST_CASE("an operand value that does not fit is found before anything is simulated") {
  bool simulated = false;
  Run run{[&simulated](const workload::Layer& layer) {
    simulated = true;
    return Run::accounted(layer);
  }};
  const test::TemporaryDirectory folder;
  const std::string header = "{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }";
  std::string npy = std::string{"\x93NUMPY\x01"} + '\0' + static_cast<char>(header.size()) + '\0';
  npy += header + std::string{"\x00\x00\x01\x00", 4};
  run.network.layers[1].weights.files = {folder.write("w.npy", npy)};
  run.network.layers[1].weights.file_where = {{"net.yaml", 9, 22}};
  CHECK_THROWS_WITH(run(), Catch::StartsWith("net.yaml:9:22: conv2: ") &&
                               Catch::Contains("value 65536 at [0] does not fit int16"));
  CHECK_FALSE(simulated);
}

TEST_CASE("skipped layers are listed on the console and in the report") {
  Run run;
  run.network.layers.push_back(gemm_layer("fc6"));
  run.options.plan.skip_unsupported = true;
  CHECK(run() == ExitCode::done);
  CHECK_THAT(run.out, Catch::Contains("Skipped fc6 (gemm, 62 B of operands): it has no hardware"));
  const auto skipped = run.read_json("report.json")["skipped"];
  REQUIRE(skipped.size() == 1);
  CHECK(skipped[0]["name"] == "fc6");
  CHECK(skipped[0]["bytes"] == 62);
}

TEST_CASE("nothing is simulated when the output directory is refused") {
  bool simulated = false;
  Run run{[&simulated](const workload::Layer& layer) {
    simulated = true;
    return Run::accounted(layer);
  }};
  fs::create_directory(run.options.output);
  std::ofstream{fs::path{run.options.output} / "notes.txt"} << "mine";
  CHECK_THROWS_AS(run(), core::ConfigError);
  CHECK_FALSE(simulated);
}

}  // namespace gossamer::cli
