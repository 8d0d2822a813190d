// SPDX-License-Identifier: Apache-2.0
// How fast scnn simulates conv3_1 to conv5_3 of VGG-16, and what the time goes into: layer by
// layer, and for the whole process with start, reading of files and making of operands.
//
//   tools/setup --bench
//   cmake -S . -B build/bench -G Ninja -DCMAKE_BUILD_TYPE=Release -DGOSSAMER_BENCH=ON
//   cmake --build build/bench --target bench_scnn_vgg
//   build/bench/bench/bench_scnn_vgg [ARCH] [WORKLOAD] [--layers REGEX] [--set path=value]...
//
// Times are of one process with one thread; keep the host quiet, and take the best of a few runs.
// Work is sampled at most once per tick of the host's kernel (often 4 ms): a share of a layer that
// takes half a second is good to a few percent.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>

#include "cli/exit_codes.hpp"
#include "network.hpp"

using namespace gossamer;

namespace {

using bench::Measured;

void declare(CLI::App& app, bench::Subject& options) {
  options.plan.layers = "^conv[345]_";
  app.add_option("ARCH", options.architecture, "file or shipped name")->capture_default_str();
  app.add_option("WORKLOAD", options.workload, "file or shipped name")->capture_default_str();
  app.add_option("--layers", options.plan.layers, "regular expression found in the name")
      ->capture_default_str();
  app.add_option("--set", options.overrides, "path=value; may be repeated")
      ->take_all()
      ->expected(1);
  app.add_flag("--check", options.simulation.check, "compare all outputs with the reference");
  app.add_flag_callback(
      "--no-values", [&options] { options.simulation.values = false; }, "masks only");
  app.add_flag("--single-step", options.simulation.single_step, "no bursts and no sleeping");
}

/// One line of the table; `first` begins it, the rest stand right-aligned below their headings.
std::string line(const std::string& first, const std::vector<std::string>& cells) {
  static constexpr std::array<std::size_t, 4> widths{13, 13, 9, 9};
  std::string text = fmt::format("{:<13}", first);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t width = i < widths.size()
                                  ? widths[i]
                                  : 2 + std::max<std::size_t>(5, core::work_names[i - 4].size());
    text += fmt::format("{:>{}}", cells[i], width);
  }
  return text + '\n';
}

std::string heading() {
  std::vector<std::string> cells{"cycles", "M products", "s", "M/s"};
  for (const std::string_view name : core::work_names) cells.emplace_back(name);
  return line("", cells);
}

std::string row(const std::string& name, std::uint64_t cycles, std::uint64_t products,
                const bench::ProcessCost& cost) {
  const double millions = 1e-6 * static_cast<double>(products);
  std::vector<std::string> cells{fmt::format("{}", cycles), fmt::format("{:.2f}", millions),
                                 fmt::format("{:.3f}", cost.processor_s),
                                 fmt::format("{:.1f}", millions / cost.processor_s)};
  for (std::size_t i = 0; i < core::work_names.size(); ++i) {
    cells.push_back(fmt::format("{:.1f}", 100.0 * cost.work.share(static_cast<core::Work>(i))));
  }
  return line(name, cells);
}

std::string table(const std::vector<Measured>& layers, const bench::ProcessCost& process) {
  std::string text = heading();
  std::uint64_t cycles = 0;
  std::uint64_t products = 0;
  for (const auto& [record, cost] : layers) {
    text += row(record.name, record.cycles, record.effectual_macs, cost);
    cycles += record.cycles;
    products += record.effectual_macs;
  }
  text += row("whole process", cycles, products, process);
  const double millions = 1e-6 * static_cast<double>(products);
  text += fmt::format(
      "\nuseful products        {:.2f} million\n"
      "processor time         {:.3f} s, {:.1f} million products per second\n"
      "wall-clock time        {:.3f} s, {:.1f} million products per second\n"
      "peak resident memory   {:.1f} MiB\n"
      "work is in % of {} samples of processor time, s and M/s are of processor time\n",
      millions, process.processor_s, millions / process.processor_s, process.wall_s,
      millions / process.wall_s, static_cast<double>(bench::peak_memory_bytes()) / (1 << 20),
      process.work.total());
  return text;
}

/// Says what --check found.
cli::ExitCode verdict(const std::vector<Measured>& layers) {
  cli::ExitCode code = cli::ExitCode::done;
  for (const auto& layer : layers) {
    for (const std::string& mismatch : layer.record.mismatches) {
      std::cerr << layer.record.name << ": " << mismatch << '\n';
      code = cli::ExitCode::wrong_value;
    }
  }
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  const bench::ProcessMeter meter;
  bench::Subject options{"scnn", "vgg16", {}, {}, {}};
  CLI::App app{"How fast scnn simulates conv3_1 to conv5_3 of VGG-16."};
  declare(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(app.exit(error) == 0 ? cli::ExitCode::done : cli::ExitCode::bad_input);
  }
  const auto run = [&] {
    const std::vector<Measured> layers = bench::simulate(options, meter);
    std::cout << table(layers, meter.now());
    return verdict(layers);
  };
  return static_cast<int>(cli::guarded(run, std::cerr));
}
