// SPDX-License-Identifier: Apache-2.0
#include "cli/compare_command.hpp"

#include <memory>

#include "cli/compare.hpp"
#include "cli/run_command.hpp"

namespace gossamer::cli {

namespace {

constexpr const char* examples =
    "  gossamer compare out/dcnn-alexnet out/scnn-alexnet\n"
    "  gossamer compare dcnn scnn pe_array --workload alexnet --workload vgg16 -j 2\n"
    "  gossamer compare dcnn scnn --workload alexnet --equal area --technology 16nm\n"
    "  gossamer compare small=scnn scnn --workload alexnet --set small:pe.rows=4\n"
    "\n"
    "A MACHINE is an output directory of 'gossamer run', an architecture file or the name of\n"
    "a shipped one; NAME=MACHINE gives it another name. Architectures are simulated on every\n"
    "--workload; their runs are kept in the output directory, under runs. Ratios are over\n"
    "the baseline, the first machine or --baseline: above 1 is better. The directory gets\n"
    "compare.json, compare.csv and compare.html as 'run' writes its report: as a whole, over an\n"
    "older one. What cannot be compared or priced is refused before anything is simulated.\n";

void add_what_to_compare(CLI::App& parser, CompareOptions& options) {
  parser.add_option("MACHINE", options.machines, "directory of a run, or architecture")
      ->required()
      ->expected(1, CLI::detail::expected_max_vector_size)
      ->check(not_empty());
  parser.add_option("-o,--output", options.output, "directory for the comparison [out/compare]")
      ->check(not_empty());
  parser
      .add_option("--baseline", options.baseline, "machine that others are compared with [first]")
      ->check(not_empty());
  parser
      .add_option("--technology", options.technology,
                  "price all machines with this technology: a file or a shipped name")
      ->check(not_empty());
  parser
      .add_option("--equal", options.equal,
                  "area, multipliers or bandwidth: change the machines until they have the "
                  "baseline's, or with area=8.0 that many mm2 (bandwidth: GB/s)")
      ->check(not_empty());
  parser.add_flag("--allow-different", options.allow_different,
                  "compare what is common to runs of different workloads, seeds or layers");
}

/// Options that mean nothing where all machines are directories.
void add_what_to_simulate(CLI::App& parser, CompareOptions& options) {
  parser
      .add_option("--workload", options.workloads,
                  "network to simulate architectures on; may be repeated")
      ->take_all()
      ->expected(1)
      ->check(not_empty());
  parser
      .add_option("--set", options.overrides,
                  "another value for a parameter of one architecture, MACHINE:path=value, or of "
                  "all, path=value; may be repeated")
      ->take_all()
      ->expected(1);
  add_simulation_options(parser, options.plan, options.simulation, options.jobs);
}

std::vector<std::string> given_of(const std::vector<const CLI::Option*>& options) {
  std::vector<std::string> given;
  for (const CLI::Option* option : options) {
    if (option->count() > 0) given.push_back(option->get_name());
  }
  return given;
}

}  // namespace

Command add_compare_command(CLI::App& app) {
  const auto options = std::make_shared<CompareOptions>();
  CLI::App* parser = add_subcommand(
      app, "compare", "Compare accelerators: time, energy and area against a baseline.", examples);
  add_what_to_compare(*parser, *options);
  const auto others = parser->get_options().size();
  add_what_to_simulate(*parser, *options);
  const CLI::App& whole = *parser;
  const auto all = whole.get_options();
  const std::vector<const CLI::Option*> of_simulation(
      all.begin() + static_cast<std::ptrdiff_t>(others), all.end());
  return {parser, [options, of_simulation](const Console& console) {
            options->run_options = given_of(of_simulation);
            return compare(*options, console);
          }};
}

}  // namespace gossamer::cli
