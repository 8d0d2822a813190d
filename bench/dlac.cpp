// SPDX-License-Identifier: Apache-2.0
// How many useful accumulations per second and core dlac simulates, layer by layer.
//
//   tools/setup --bench
//   cmake -S . -B build/bench -G Ninja -DCMAKE_BUILD_TYPE=Release -DGOSSAMER_BENCH=ON
//   cmake --build build/bench --target bench_dlac
//   build/bench/bench/bench_dlac [--workload resnet50_ternary] [--layers REGEX] [--no-values]
//
// Times are processor time of one thread. "layers" is all of it that simulating a layer takes;
// "machine" leaves out what makes its operands (kind of work: generation), which is sampled at most
// once per tick of the host's kernel.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/exit_codes.hpp"
#include "network.hpp"

using namespace gossamer;

namespace {

struct Totals {
  double useful = 0;
  double layers_s = 0;
  double machine_s = 0;
};

void add(Totals& totals, const bench::Measured& measured) {
  totals.useful += static_cast<double>(measured.record.effectual_macs);
  totals.layers_s += measured.cost.processor_s;
  totals.machine_s +=
      measured.cost.processor_s * (1 - measured.cost.work.share(core::Work::generation));
}

std::string row(const std::string& name, const Totals& totals) {
  const double millions = 1e-6 * totals.useful;
  return fmt::format("{:<26}{:>10.1f}{:>11.3f}{:>12.3f}{:>12.0f}{:>12.0f}\n", name, millions,
                     totals.layers_s, totals.machine_s, millions / totals.layers_s,
                     millions / totals.machine_s);
}

void print_layers(const bench::Subject& subject, const bench::ProcessMeter& meter) {
  fmt::print("{:<26}{:>10}{:>11}{:>12}{:>12}{:>12}\n", "layer", "M useful", "layers, s",
             "machine, s", "M useful/s", "of machine");
  Totals all;
  Totals grid;
  for (const bench::Measured& measured : bench::simulate(subject, meter)) {
    Totals one;
    add(one, measured);
    add(all, measured);
    if (measured.record.choices.at("datapath").rfind("grid", 0) == 0) add(grid, measured);
    fmt::print("{}", row(measured.record.name, one));
  }
  fmt::print("{}{}", row("all layers", all), row("layers on the grid", grid));
}

}  // namespace

int main(int argc, char** argv) {
  const bench::ProcessMeter meter;
  bench::Subject subject{"dlac", "resnet50_ternary", {}, {}, {}};
  bool masks_only = false;
  CLI::App app{"How many useful accumulations per second and core dlac simulates."};
  app.add_option("--machine", subject.architecture, "file or shipped name")->capture_default_str();
  app.add_option("--workload", subject.workload, "file or shipped name")->capture_default_str();
  app.add_option("--layers", subject.plan.layers, "only layers with this in their name");
  app.add_flag("--no-values", masks_only, "masks alone");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(app.exit(error) == 0 ? cli::ExitCode::done : cli::ExitCode::bad_input);
  }
  subject.simulation.values = !masks_only;
  const auto run = [&] {
    print_layers(subject, meter);
    return cli::ExitCode::done;
  };
  return static_cast<int>(cli::guarded(run, std::cerr));
}
