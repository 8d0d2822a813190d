// SPDX-License-Identifier: Apache-2.0
#include "cli/program.hpp"

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "arch/catalog.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::cli {

namespace {

struct Outcome {
  ExitCode code;
  std::string out;
  std::string err;
};

Outcome gossamer(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "gossamer");
  std::ostringstream out, err;
  const ExitCode code =
      run_program(static_cast<int>(arguments.size()), arguments.data(), Console{out, err});
  return {code, out.str(), err.str()};
}

constexpr const char* small_network =
    "name: small\n"
    "layers:\n"
    "  - name: fc\n"
    "    kind: gemm\n"
    "    gemm: {m: 1, n: 2, k: 3}\n"
    "    weights: {density: 0.5}\n"
    "    activations: {density: 0.5}\n";

}  // namespace

TEST_CASE("help and version are results, not faults") {
  for (const auto& asked : {gossamer({"--help"}), gossamer({"run", "--help"}),
                            gossamer({"describe", "-h"}), gossamer({"--version"})}) {
    CHECK(asked.code == ExitCode::done);
    CHECK_FALSE(asked.out.empty());
    CHECK(asked.err.empty());
  }
}

TEST_CASE("bad usage goes to the error stream alone") {
  const Outcome outcome = gossamer({"run", "a", "b", "--job", "3"});
  CHECK(outcome.code == ExitCode::bad_input);
  CHECK(outcome.out.empty());
  CHECK_THAT(outcome.err, Catch::Contains("unknown option '--job'; did you mean '--jobs'?"));
}

TEST_CASE("describe lists the catalogue, as a table and as JSON") {
  const Outcome table = gossamer({"describe"});
  const auto json = nlohmann::json::parse(gossamer({"describe", "--json"}).out);
  REQUIRE(json.size() == arch::catalog().size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    CHECK(json[i]["name"] == arch::catalog()[i].name);
    CHECK(json[i]["summary"] == arch::catalog()[i].summary);
    CHECK_THAT(table.out, Catch::Contains(std::string{arch::catalog()[i].name}));
  }
}

TEST_CASE("the table of every architecture's parameters is at most 80 columns wide") {
  for (const auto& entry : arch::catalog()) {
    const std::string name{entry.name};
    std::istringstream lines{gossamer({"describe", name.c_str()}).out};
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(name, line);
      CHECK(line.size() <= 80);
    }
  }
}

TEST_CASE("every parameter is described by name, and clock, voltage and technology come first") {
  for (const auto& entry : arch::catalog()) {
    const std::string name{entry.name};
    const auto json = nlohmann::json::parse(gossamer({"describe", name.c_str(), "--json"}).out);
    const auto& parameters = json["parameters"];
    REQUIRE(parameters.size() > 4);
    CHECK(parameters[0]["path"] == "clock_ghz");
    CHECK(parameters[0]["unit"] == "GHz");
    for (const auto& parameter : parameters) CHECK(parameter["meaning"] != "");
  }
}

TEST_CASE("validate tells a workload by its keys and says how many layers it has") {
  const test::TemporaryDirectory home;
  const std::string file = home.write("net.yaml", small_network);
  const Outcome outcome = gossamer({"validate", file.c_str()});
  CHECK(outcome.code == ExitCode::done);
  CHECK(outcome.out == file + ": ok (workload small, 1 layer)\n");
}

TEST_CASE("validate goes on after a fault, and bad input outranks an unreadable file") {
  const test::TemporaryDirectory home;
  const std::string missing = (home.path() / "missing.yaml").string();
  const std::string neither = home.write("neither.yaml", "name: x\n");
  const std::string good = home.write("net.yaml", small_network);
  const Outcome all = gossamer({"validate", neither.c_str(), missing.c_str(), good.c_str()});
  CHECK(all.code == ExitCode::bad_input);
  CHECK_THAT(all.err, Catch::Contains("neither.yaml:1:1: is neither") && Catch::Contains(missing));
  CHECK(all.out == good + ": ok (workload small, 1 layer)\n");
  CHECK(gossamer({"validate", missing.c_str(), good.c_str()}).code == ExitCode::file_error);
}

TEST_CASE("a result that cannot be written is a file error") {
  std::ostringstream err;
  std::ostream nowhere{nullptr};
  const std::vector<const char*> arguments{"gossamer", "describe"};
  CHECK(run_program(2, arguments.data(), Console{nowhere, err}) == ExitCode::file_error);
  CHECK(err.str() == "standard output: cannot be written\n");
}

}  // namespace gossamer::cli
