// SPDX-License-Identifier: Apache-2.0
#include "cli/compare_machines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "cli/data_directory.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"
#include "core/text_file.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

/// Far above a report of thousands of layers.
constexpr std::size_t largest_report = std::size_t{1} << 30;

/// `NAME=PATH`, or a path alone.
struct Argument {
  std::string label;  ///< "" where none is given
  std::string path;
  bool is_directory = false;
};

/// Labels name directories, and are followed by ':' in --set.
bool is_label(const std::string& text) {
  const auto fits = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
  };
  return !text.empty() && text.front() != '.' && std::all_of(text.begin(), text.end(), fits);
}

Argument parse_argument(const std::string& text) {
  std::error_code error;
  Argument argument{"", text, false};
  const std::size_t equals = text.find('=');
  if (equals != std::string::npos && !fs::exists(text, error)) {
    argument = {text.substr(0, equals), text.substr(equals + 1), false};
    if (!is_label(argument.label)) {
      throw core::ConfigError{
          {text},
          fmt::format("the label {} before '=' must be of letters, digits, '_', '-' and '.', and "
                      "not begin with '.'",
                      core::quoted(argument.label))};
    }
  }
  argument.is_directory = fs::is_directory(argument.path, error);
  return argument;
}

/// Says what a directory holds that is not one of `run`.
void require_run(const std::string& directory) {
  std::error_code error;
  const fs::path path{directory};
  if (fs::exists(path / "report.json", error)) return;
  if (fs::is_directory(path / "runs", error)) {
    throw core::ConfigError{{directory},
                            fmt::format("is a comparison; its runs are compared by `gossamer "
                                        "compare {}/*`",
                                        (path / "runs").string())};
  }
  throw core::ConfigError{{directory},
                          "has no report.json; allowed: an output directory of `gossamer run`, an "
                          "architecture file or the name of a shipped one"};
}

report::comparison::StoredRun read_run(const std::string& directory) {
  require_run(directory);
  const fs::path path{directory};
  return report::comparison::read_stored_run(
      core::read_text_file((path / "report.json").string(), largest_report),
      core::read_text_file((path / "resolved.yaml").string(), largest_report), directory);
}

class Machines {
 public:
  explicit Machines(const CompareOptions& options) : options_{options} {}

  std::vector<MachineSource> read() {
    for (const std::string& text : options_.machines) {
      const Argument argument = parse_argument(text);
      if (argument.is_directory) {
        add_directory(argument);
      } else {
        add_configuration(argument, text);
      }
    }
    read_configurations();
    return std::move(machines_);
  }

 private:
  /// The name itself, or with the first number behind it that makes it another.
  std::string unique(const std::string& name) const {
    std::string label = name;
    for (unsigned n = 2; find(label) != nullptr; ++n) label = fmt::format("{}-{}", name, n);
    return label;
  }

  const MachineSource* find(const std::string& name) const {
    for (const MachineSource& machine : machines_) {
      if (machine.name == name) return &machine;
    }
    return nullptr;
  }

  /// A machine of the same name and parameters that has not run this workload yet.
  MachineSource* find_same(const std::string& label, const report::comparison::StoredRun& run) {
    for (MachineSource& machine : machines_) {
      if (machine.file || machine.runs.front().config != run.config) continue;
      const bool same_name = label.empty() ? machine.runs.front().architecture == run.architecture
                                           : machine.name == label;
      const auto has = [&](const auto& other) { return other.workload == run.workload; };
      if (same_name && std::none_of(machine.runs.begin(), machine.runs.end(), has)) {
        return &machine;
      }
    }
    return nullptr;
  }

  void refuse_taken(const std::string& label, const std::string& path) const {
    const MachineSource* taken = label.empty() ? nullptr : find(label);
    if (taken == nullptr) return;
    throw core::ConfigError{{path},
                            fmt::format("the label {} is that of {}; allowed: once for each "
                                        "machine, and again for another workload on it",
                                        core::quoted(label), taken->source)};
  }

  void add_directory(const Argument& argument) {
    auto run = read_run(argument.path);
    if (MachineSource* machine = find_same(argument.label, run)) {
      machine->source += ", " + argument.path;
      machine->runs.push_back(std::move(run));
      return;
    }
    refuse_taken(argument.label, argument.path);
    MachineSource machine;
    machine.name = argument.label.empty() ? unique(run.architecture) : argument.label;
    machine.source = argument.path;
    machine.configuration =
        ConfigurationFile{(fs::path{argument.path} / "resolved.yaml").string(), {}}.read();
    machine.configuration.name = run.architecture;
    machine.runs.push_back(std::move(run));
    machines_.push_back(std::move(machine));
  }

  void add_configuration(const Argument& argument, const std::string& text) {
    refuse_taken(argument.label, text);
    MachineSource machine;
    const std::string path =
        find_architecture(argument.path, data_directory(), "--workload takes it");
    machine.name = argument.label.empty() ? unique(fs::path{path}.stem().string()) : argument.label;
    machine.source = argument.path;
    machine.file = ConfigurationFile{path, {}};
    machines_.push_back(std::move(machine));
  }

  std::vector<std::string> simulated_names() const {
    std::vector<std::string> names;
    for (const MachineSource& machine : machines_) {
      if (machine.file) names.push_back(machine.name);
    }
    return names;
  }

  /// The overrides of --set by the machine that they name; "" for all that are simulated.
  std::map<std::string, std::vector<core::Override>> overrides_by_machine() const {
    std::map<std::string, std::vector<core::Override>> overrides;
    std::set<std::pair<std::string, std::string>> seen;
    const auto names = simulated_names();
    for (const std::string& text : options_.overrides) {
      const std::size_t colon = text.find(':');
      const bool for_one = colon != std::string::npos && colon < text.find('=');
      const std::string name = for_one ? text.substr(0, colon) : "";
      const core::Override override = core::parse_override(for_one ? text.substr(colon + 1) : text);
      if (for_one && std::find(names.begin(), names.end(), name) == names.end()) {
        throw core::ConfigError{{"--set " + text},
                                fmt::format("no machine {} is simulated here{}", core::quoted(name),
                                            core::suggestion(name, names))};
      }
      if (!seen.emplace(name, override.path).second) {
        throw core::ConfigError{{"--set " + text.substr(0, text.find('='))},
                                "given twice; allowed: once for all machines and once for each"};
      }
      overrides[name].push_back(override);
    }
    return overrides;
  }

  void read_configurations() {
    auto overrides = overrides_by_machine();
    for (MachineSource& machine : machines_) {
      if (!machine.file) continue;
      machine.file->overrides = overrides[""];
      machine.file = machine.file->with(overrides[machine.name]);
      machine.configuration = machine.file->read();
      machine.configuration.name = machine.name;
    }
  }

  const CompareOptions& options_;
  std::vector<MachineSource> machines_;
};

}  // namespace

std::vector<MachineSource> read_machines(const CompareOptions& options) {
  return Machines{options}.read();
}

}  // namespace gossamer::cli
