// SPDX-License-Identifier: Apache-2.0
#include "cli/validate_command.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <memory>

#include "arch/configuration.hpp"
#include "cli/data_directory.hpp"
#include "cli/run_report.hpp"
#include "cli/sweep_plan.hpp"
#include "core/errors.hpp"
#include "core/yaml.hpp"
#include "cost/calibration.hpp"
#include "cost/technology.hpp"
#include "workload/operand_values.hpp"
#include "workload/reader.hpp"
#include "workload/widen.hpp"

namespace gossamer::cli {

namespace {

constexpr const char* examples =
    "  gossamer validate my_arch.yaml my_network.yaml\n"
    "  gossamer validate scnn alexnet\n"
    "  gossamer validate configs/arch/*.yaml workloads/*.yaml\n";

std::string counted(std::size_t count, const std::string& what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// What the values of operand files must be for every architecture named so far: without any, a
/// machine that quantises real numbers may be meant.
struct Needed {
  workload::OperandValues values = workload::OperandValues::real;
  std::vector<std::unique_ptr<arch::Machine>> machines;
};

std::string validate_architecture(const std::string& file, Needed& needed) {
  auto configuration = arch::read_configuration(file, {}, arch::catalog(), data_directory());
  const arch::Machine& machine = *configuration.machine;
  load_prices(configuration.operation, machine).area(machine.components());
  if (machine.operand_values() == workload::OperandValues::int16) {
    needed.values = workload::OperandValues::int16;
  }
  needed.machines.push_back(std::move(configuration.machine));
  return "architecture " + configuration.architecture;
}

/// How a network was widened, with the costs that compare it with itself in fp32.
std::string widening_text(const workload::Network& network) {
  if (!network.widening) return "";
  const workload::Widening& w = *network.widening;
  return fmt::format(
      ", widened {} times, {:.4g} G multiplications; compute cost {:.3f} by "
      "widen^2 (bA + bW) / 64, {:.3f} by layers",
      w.factor, static_cast<double>(total_macs(network.layers)) / 1e9,
      workload::compute_cost(w.factor, workload::bits_of_activations(w.activations),
                             workload::bits_of_weights(w.weights)),
      workload::compute_cost(network.layers, w.macs_before));
}

std::string validate_workload(const std::string& file, Needed& needed) {
  const workload::Network network = workload::read_network(file);
  workload::check_operand_values(network.layers, needed.values);
  core::Faults faults;
  for (const auto& machine : needed.machines) {
    for (const workload::Layer& layer : network.layers) machine->check_operands(layer, faults);
  }
  faults.throw_if_any();
  return fmt::format("workload {}, {}{}", network.name, counted(network.layers.size(), "layer"),
                     widening_text(network));
}

std::string validate_technology(const std::string& file, Needed& /*needed*/) {
  const auto technology = load_technology(file);
  return fmt::format("technology {}, {}, {}", technology.name(), technology.method(),
                     counted(technology.library().primitives().size(), "primitive"));
}

std::string validate_library(const std::string& file, Needed& /*needed*/) {
  return "library, " + counted(cost::Library::load(file).primitives().size(), "primitive");
}

std::string validate_sweep(const std::string& file, Needed& /*needed*/) {
  const sweep::Sweep sweep = read_sweep(file, data_directory());
  return fmt::format("sweep {}, {}", sweep.name,
                     counted(sweep::expand(sweep).kept.size(), "point"));
}

std::string validate_calibration(const std::string& file, Needed& /*needed*/) {
  const auto calibration = cost::Calibration::load(file);
  return fmt::format("calibration {}, {}", calibration.name(),
                     counted(calibration.fits().size(), "fit"));
}

/// A sort of file: the top-level key that tells it from the others.
struct Sort {
  const char* key;
  std::string (*validate)(const std::string& file, Needed& needed);
};

constexpr std::array<Sort, 6> sorts{{{"architecture", validate_architecture},
                                     {"layers", validate_workload},
                                     {"base", validate_sweep},
                                     {"fits", validate_calibration},
                                     {"primitives", validate_library},
                                     {"technology", validate_technology}}};

/// What the file is, in words.
std::string validate_file(const std::string& file, Needed& needed) {
  const YAML::Node top = core::load_yaml(file);
  for (const Sort& sort : sorts) {
    if (top.IsMap() && top[sort.key]) return sort.validate(file, needed);
  }
  throw core::ConfigError{
      {file, 1, 1},
      "is neither an architecture (key 'architecture'), a workload (key "
      "'layers'), a sweep (key 'base'), a calibration (key 'fits'), a library (key "
      "'primitives') nor a technology (key 'technology')"};
}

/// All files are read, whatever is wrong with the ones before; bad input outranks unreadable files.
ExitCode validate(const std::vector<std::string>& files, const Console& console) {
  const std::filesystem::path data = data_directory();
  ExitCode worst = ExitCode::done;
  Needed needed;
  for (const std::string& file : files) {
    const ExitCode code = guarded(
        [&] {
          const std::string what = validate_file(find_input(file, data), needed);
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
  CLI::App* parser =
      add_subcommand(app, "validate", "Read and check input files; simulate nothing.", examples);
  parser
      ->add_option("FILE", *files,
                   "architecture, workload, sweep, technology or calibration files (YAML), or\n"
                   "bare names of shipped architectures and workloads; the values of\n"
                   "operand files are checked for the architectures named before them")
      ->required()
      ->check(not_empty());
  return {parser, [files](const Console& console) { return validate(*files, console); }};
}

}  // namespace gossamer::cli
