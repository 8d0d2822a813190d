// SPDX-License-Identifier: Apache-2.0
// How many multiply-accumulates per second and core pe_array simulates, with values and without, on
// whole networks. Dense MACs are counted, zeros among them.
//
//   tools/setup --bench
//   cmake -S . -B build/bench -G Ninja -DCMAKE_BUILD_TYPE=Release -DGOSSAMER_BENCH=ON
//   cmake --build build/bench --target bench_pe_array
//   build/bench/bench/bench_pe_array [--repeats N]
//
// Times are processor time of one thread, the mean of the repeats. "layers" is all of it that
// simulating the layers takes; "machine" leaves out what makes their operands and calibrates their
// outputs (kind of work: generation), which is sampled at most once per tick of the host's kernel.
// Ends with 1 if a run without values has other cycles than the one with values.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/exit_codes.hpp"
#include "network.hpp"

using namespace gossamer;

namespace {

struct Totals {
  std::uint64_t cycles = 0;
  double macs = 0;
  double layers_s = 0;
  double machine_s = 0;
};

Totals measure(const bench::Subject& subject, unsigned repeats, const bench::ProcessMeter& meter) {
  Totals totals;
  core::WorkCounts work;
  for (unsigned repeat = 0; repeat < repeats; ++repeat) {
    totals.cycles = 0;
    totals.macs = 0;
    for (const auto& [record, cost] : bench::simulate(subject, meter)) {
      totals.cycles += record.cycles;
      totals.macs += static_cast<double>(record.macs);
      totals.layers_s += cost.processor_s / repeats;
      for (std::size_t i = 0; i < work.samples.size(); ++i) {
        work.samples[i] += cost.work.samples[i];
      }
    }
  }
  totals.machine_s = totals.layers_s * (1 - work.share(core::Work::generation));
  return totals;
}

std::string row(const bench::Subject& subject, const Totals& totals) {
  const double billions = 1e-9 * totals.macs;
  return fmt::format("{:<12}{:<10}{:<12}{:>12}{:>9.3f}{:>11.3f}{:>12.3f}{:>10.1f}{:>11.1f}\n",
                     subject.architecture, subject.workload,
                     subject.simulation.values ? "values" : "--no-values", totals.cycles, billions,
                     totals.layers_s, totals.machine_s, billions / totals.layers_s,
                     billions / totals.machine_s);
}

/// The table; true if values change no cycle.
bool print_all(unsigned repeats, const bench::ProcessMeter& meter) {
  fmt::print("{:<12}{:<10}{:<12}{:>12}{:>9}{:>11}{:>12}{:>10}{:>11}\n", "machine", "network", "run",
             "cycles", "G MACs", "layers, s", "machine, s", "G MACs/s", "of machine");
  bool same = true;
  for (const std::string network : {"resnet50", "vgg16"}) {
    for (const std::string machine : {"pe_array", "magnet_8_8"}) {
      bench::Subject subject{machine, network, {}, {}, {}};
      const Totals with = measure(subject, repeats, meter);
      fmt::print("{}", row(subject, with));
      subject.simulation.values = false;
      const Totals without = measure(subject, repeats, meter);
      fmt::print("{}", row(subject, without));
      same = same && with.cycles == without.cycles;
    }
  }
  return same;
}

}  // namespace

int main(int argc, char** argv) {
  const bench::ProcessMeter meter;
  unsigned repeats = 5;
  CLI::App app{"How many MACs per second and core pe_array simulates."};
  app.add_option("--repeats", repeats, "of every measurement")
      ->capture_default_str()
      ->check(CLI::Range(1U, 1000U));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(app.exit(error) == 0 ? cli::ExitCode::done : cli::ExitCode::bad_input);
  }
  const auto run = [&] {
    return print_all(repeats, meter) ? cli::ExitCode::done : cli::ExitCode::simulation_fault;
  };
  return static_cast<int>(cli::guarded(run, std::cerr));
}
