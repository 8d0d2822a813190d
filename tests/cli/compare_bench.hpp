// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/compare.hpp"
#include "cli/run.hpp"
#include "support/catch.hpp"
#include "support/messages.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::cli::test {

inline const std::string configs = GOSSAMER_SOURCE "/configs/";

inline constexpr const char* net = R"(name: net
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

inline nlohmann::ordered_json read_json(const std::filesystem::path& file) {
  return nlohmann::ordered_json::parse(std::ifstream{file});
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

  nlohmann::ordered_json compare_machines(const std::vector<std::string>& machines) {
    options.machines = machines;
    if (options.output == "out/compare") options.output = path("out");
    std::ostringstream out_stream;
    progress.str("");
    code = cli::compare(options, Console{out_stream, progress, true});
    out = out_stream.str();
    return read_json(std::filesystem::path{options.output} / "compare.json");
  }

  /// What is refused is so before the first simulation.
  std::string refusal(const std::vector<std::string>& machines) {
    const std::string message = gossamer::test::message_of([&] { compare_machines(machines); });
    CHECK(progress.str().empty());
    return message;
  }

  CompareOptions options;
  std::string out;
  std::ostringstream progress;  ///< of the simulations; empty before the first
  ExitCode code = ExitCode::done;

  /// Writes the workload under another name, for further runs.
  std::string renamed(const std::string& name) {
    std::string other = net;
    other.replace(other.find("net"), 3, name);
    return write(name + ".yaml", other);
  }

 private:
  gossamer::test::TemporaryDirectory home_;

 public:
  std::string workload = home_.write("net.yaml", net);
};

inline std::string shipped(const std::string& name) {
  return configs + "arch/" + name + ".yaml";
}

inline bool has_note(const nlohmann::ordered_json& json, const std::string& text) {
  for (const auto& note : json["notes"]) {
    if (note.get<std::string>().find(text) != std::string::npos) return true;
  }
  return false;
}

}  // namespace gossamer::cli::test
