// SPDX-License-Identifier: Apache-2.0
#include "cli/validate_command.hpp"

#include <fmt/format.h>

#include <memory>

#include "arch/configuration.hpp"
#include "cli/run_report.hpp"
#include "core/errors.hpp"
#include "core/yaml.hpp"
#include "workload/reader.hpp"

namespace gossamer::cli {

namespace {

constexpr const char* examples =
    "  gossamer validate my_arch.yaml my_network.yaml\n"
    "  gossamer validate configs/arch/*.yaml workloads/*.yaml\n";

std::string validate_architecture(const std::string& file) {
  const auto configuration = arch::read_configuration(file, {});
  load_prices(configuration.operation).area(configuration.machine->components());
  return "architecture " + configuration.architecture;
}

std::string validate_workload(const std::string& file) {
  const workload::Network network = workload::read_network(file);
  return fmt::format("workload {}, {} layer{}", network.name, network.layers.size(),
                     network.layers.size() == 1 ? "" : "s");
}

/// What the file is, in words. The top-level keys tell an architecture from a workload.
std::string validate_file(const std::string& file) {
  const YAML::Node top = core::load_yaml(file);
  if (top.IsMap() && top["architecture"]) return validate_architecture(file);
  if (top.IsMap() && top["layers"]) return validate_workload(file);
  throw core::ConfigError{{file},
                          "is neither an architecture (key 'architecture') nor a workload (key "
                          "'layers')"};
}

/// All files are read, whatever is wrong with the ones before; bad input outranks unreadable files.
ExitCode validate(const std::vector<std::string>& files, const Console& console) {
  ExitCode worst = ExitCode::done;
  for (const std::string& file : files) {
    const ExitCode code = guarded(
        [&] {
          const std::string what = validate_file(file);
          console.out << file << ": ok (" << what << ")\n";
          return ExitCode::done;
        },
        console.err);
    if (code != ExitCode::done && worst != ExitCode::bad_input) worst = code;
  }
  return worst;
}

}  // namespace

Command add_validate_command(CLI::App& app) {
  const auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* parser = add_subcommand(
      app, "validate", "Read and check architectures and workloads; simulate nothing.", examples);
  parser->add_option("FILE", *files, "architecture or workload files (YAML)")->required();
  return {parser, [files](const Console& console) { return validate(*files, console); }};
}

}  // namespace gossamer::cli
