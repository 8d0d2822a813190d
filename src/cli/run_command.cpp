// SPDX-License-Identifier: Apache-2.0
#include "cli/run_command.hpp"

#include <limits>
#include <map>
#include <memory>

#include "cli/run.hpp"
#include "core/byte_size.hpp"
#include "core/cpu_level.hpp"

namespace gossamer::cli {

namespace {

constexpr const char* examples =
    "  gossamer run scnn alexnet --check -j 2\n"
    "  gossamer run my_arch.yaml my_network.yaml -o out/mine --set pe.rows=4\n"
    "  gossamer run scnn alexnet --layers '^conv[12]$' --no-values\n"
    "  gossamer run scnn alexnet --timeline --layers conv3\n"
    "  gossamer run scnn alexnet --vcd --layers conv3 --trace-window 2000:4000 \\\n"
    "      --trace-signals 'pe_(0|9)$|weight'\n"
    "\n"
    "ARCH and WORKLOAD are files, or the bare names of shipped ones ('gossamer describe'\n"
    "lists the architectures). The report is written to the output directory as a whole\n"
    "at the end: report.json, layers.csv, resolved.yaml and run_info.json. An older report\n"
    "there is replaced; a directory that holds anything else is refused.\n";

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

CLI::Validator byte_size() {
  const auto check = [](const std::string& text) -> std::string {
    if (core::parse_byte_size(text)) return "";
    return "'" + text +
           "' is not allowed; allowed: a whole number of at least 1 with an optional "
           "KiB, MiB or GiB, such as 8GiB";
  };
  return CLI::Validator{check, ""};
}

/// Instruction sets that hot kernels can be forced to, those that this host has.
std::map<std::string, core::CpuLevel> cpu_levels() {
  std::map<std::string, core::CpuLevel> levels;
  const auto best = core::detected_cpu_level();
  for (const auto& [name, level] : {std::pair{"baseline", core::CpuLevel::baseline},
                                    {"avx2", core::CpuLevel::avx2},
                                    {"avx512", core::CpuLevel::avx512}}) {
    if (level <= best) levels.emplace(name, level);
  }
  return levels;
}

void add_what_to_run(CLI::App& parser, RunOptions& options) {
  parser.add_option("ARCH", options.architecture, "architecture (YAML)")
      ->required()
      ->check(not_empty());
  parser.add_option("WORKLOAD", options.workload, "network with its tensors or densities (YAML)")
      ->required()
      ->check(not_empty());
  parser.add_option("-o,--output", options.output, "directory for the report [out/ARCH-WORKLOAD]")
      ->check(not_empty());
  parser
      .add_option("--set", options.overrides,
                  "another value for a parameter: path=value; may be repeated")
      ->take_all()
      ->expected(1);
}

void add_what_to_record(CLI::App& parser, TraceOptions& trace) {
  const std::string group = "Times within layers";
  parser.add_flag("--timeline", trace.timeline, "write timeline.json, for ui.perfetto.dev")
      ->group(group);
  parser.add_flag("--vcd", trace.vcd, "write timeline.vcd, for GTKWave")->group(group);
  parser
      .add_option("--trace-window", trace.window,
                  "FROM:TO, the cycles of each layer to record: FROM to TO - 1 [all]")
      ->check(not_empty())
      ->group(group);
  parser
      .add_option("--trace-signals", trace.signals,
                  "only modules, channels and buffers in whose name this regular expression is "
                  "found [all]")
      ->check(not_empty())
      ->group(group);
  parser
      .add_option(
          "--trace-limit", trace.limit,
          "size of each file; what is more is sampled, in windows all over the layer [64MiB]")
      ->check(byte_size())
      ->group(group);
}

/// For tests; `--help` does not show them.
void add_hidden(CLI::App& parser, RunOptions& options) {
  const std::string hidden;
  arch::SimulationOptions& simulation = options.simulation;
  parser.add_option("--module-order", simulation.module_order)
      ->check(whole_number(0, largest))
      ->group(hidden);
  parser.add_option("--stall-seed", simulation.stall_seed)
      ->check(whole_number(0, largest))
      ->group(hidden);
  parser.add_option("--inject", simulation.fault)->group(hidden);
  parser
      .add_option_function<std::string>("--dispatch",
                                        [&simulation](const std::string& level) {
                                          simulation.cpu_level = cpu_levels().at(level);
                                        })
      ->check(CLI::IsMember(cpu_levels()))
      ->group(hidden);
}

}  // namespace

void add_simulation_options(CLI::App& parser, PlanOptions& plan,
                            arch::SimulationOptions& simulation, unsigned& jobs) {
  parser
      .add_option("--layers", plan.layers,
                  "only layers in whose name this regular expression (RE2 syntax) is found")
      ->check(not_empty());
  parser.add_flag("--skip-unsupported", plan.skip_unsupported,
                  "leave out layers that the architecture has no hardware for, and list them");
  parser
      .add_option_function<std::string>(
          "--max-memory",
          [&plan](const std::string& text) {
            plan.max_memory = core::parse_byte_size(text).value_or(plan.max_memory);
          },
          "refuse layers that need more memory than this [8GiB]")
      ->check(byte_size());
  parser.add_option("-j,--jobs", jobs, "layers simulated at a time [1]")
      ->check(whole_number(1, 1024));
  parser.add_option("--seed", simulation.seed, "of generated tensors [1]")
      ->check(whole_number(0, largest));
  parser.add_flag("--check", simulation.check,
                  "compare every output with the reference kernel, bit for bit");
  parser.add_flag_callback(
      "--no-values", [&simulation] { simulation.values = false; },
      "keep the masks of operands, skip arithmetic");
  parser.add_flag("--single-step", simulation.single_step,
                  "one clock edge at a time: slower, the same results");
}

Command add_run_command(CLI::App& app) {
  const auto options = std::make_shared<RunOptions>();
  CLI::App* parser = add_subcommand(
      app, "run", "Simulate a network on an accelerator and report cycles, area and energy.",
      examples);
  add_what_to_run(*parser, *options);
  add_simulation_options(*parser, options->plan, options->simulation, options->jobs);
  parser->add_flag("--accelergy", options->accelergy,
                   "also write machine, prices and action counts in Accelergy's format");
  add_what_to_record(*parser, options->trace);
  add_hidden(*parser, *options);
  return {parser, [options](const Console& console) { return run(*options, console); }};
}

}  // namespace gossamer::cli
