// SPDX-License-Identifier: Apache-2.0
#include "cli/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "cli/banded_prices.hpp"
#include "cli/compare_groups.hpp"
#include "cli/compare_machines.hpp"
#include "cli/compare_notes.hpp"
#include "cli/compare_published.hpp"
#include "cli/compare_runs.hpp"
#include "cli/data_directory.hpp"
#include "cli/interrupt.hpp"
#include "cli/output_directory.hpp"
#include "cli/version.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"
#include "report/comparison/comparison.hpp"
#include "report/comparison/comparison_csv.hpp"
#include "report/comparison/comparison_text.hpp"
#include "report/html/page.hpp"

namespace gossamer::cli {

namespace {

using report::comparison::StoredRun;

using Files = std::map<std::string, std::string>;

std::size_t baseline_of(const std::vector<MachineSource>& machines, const std::string& name) {
  if (name.empty()) return 0;
  std::vector<std::string> names;
  for (const MachineSource& machine : machines) {
    if (machine.name == name) return names.size();
    names.push_back(machine.name);
  }
  throw core::ConfigError{{"--baseline"},
                          fmt::format("no machine {} in this comparison{}", core::quoted(name),
                                      core::suggestion(name, names))};
}

/// Changes the machines; those of directories would have to be simulated again.
std::optional<report::comparison::EqualTarget> make_equal(std::vector<MachineSource>& machines,
                                                          std::size_t baseline,
                                                          const CompareOptions& options) {
  if (options.equal.empty()) return {};
  const EqualRequest request = parse_equal(options.equal);
  for (const MachineSource& machine : machines) {
    if (machine.file) continue;
    const std::string directory = machine.runs.front().source;
    throw core::ConfigError{
        {directory},
        fmt::format("--equal changes machines and simulates them; give the configuration: "
                    "{}={}/resolved.yaml --workload {}",
                    machine.name, directory, machine.runs.front().workload)};
  }
  const double target = request.target.value_or(
      measure(request, machines[baseline].configuration, options.technology));
  for (std::size_t i = 0; i < machines.size(); ++i) {
    MachineSource& machine = machines[i];
    machine.deviation = 0.0;
    if (i == baseline && !request.target) continue;
    const ScaledMachine scaled = scale_to(target, request, *machine.file, options.technology);
    machine.file = scaled.file;
    machine.scaled = scaled.changes;
    machine.deviation = scaled.deviation;
    machine.configuration = scaled.file.read();
    machine.configuration.name = machine.name;
  }
  return report::comparison::EqualTarget{request.quantity, target, request.unit,
                                         request.target ? "" : machines[baseline].name};
}

report::comparison::ComparedRun priced(const StoredRun& run, const BandedPrices& prices) {
  report::comparison::ComparedRun result;
  result.skipped = run.skipped;
  for (const auto& layer : run.layers) {
    result.layers.push_back({layer.record, layer.bottleneck, prices.energy(layer.record)});
  }
  return result;
}

report::comparison::ComparedMachine described(const MachineSource& machine,
                                              const BandedPrices& prices) {
  report::comparison::ComparedMachine result;
  result.name = machine.name;
  result.architecture = machine.configuration.name;
  result.family = machine.configuration.architecture;
  result.source = machine.source;
  result.pricing = prices.pricing();
  // As the reports name them; the name that opens them here may be another.
  const auto& config = machine.runs.front().config;
  result.ert = config.value("ert", "");
  result.art = config.value("art", "");
  result.clock_ghz = machine.configuration.operation.clock_ghz;
  result.multipliers = machine.configuration.machine->multipliers();
  result.area_mm2 = prices.area();
  result.area_low_mm2 = result.area_high_mm2 = cost::total(result.area_mm2);
  for (const auto& [method, area] : prices.area_by_method()) {
    result.area_low_mm2 = std::min(result.area_low_mm2, area);
    result.area_high_mm2 = std::max(result.area_high_mm2, area);
  }
  result.dram_gb_per_s =
      machine.configuration.parameters.at("dram").at("bandwidth_gb_per_s").get<double>();
  for (const StoredRun& run : machine.runs) {
    for (const auto& [reason, about] : run.slot_reasons.items())
      result.slot_reasons[reason] = about;
  }
  result.scaled = machine.scaled;
  result.deviation = machine.deviation;
  return result;
}

/// Prices of all machines. What has none is refused, also of the runs' counters.
std::vector<BandedPrices> prices_of(const std::vector<MachineSource>& machines,
                                    const std::string& technology) {
  std::vector<BandedPrices> prices;
  for (const MachineSource& machine : machines) {
    prices.emplace_back(machine.configuration, technology);
    for (const StoredRun& run : machine.runs) {
      for (const auto& layer : run.layers) prices.back().energy(layer.record);
    }
  }
  return prices;
}

report::comparison::Comparison comparison_of(const std::vector<MachineSource>& machines,
                                             const std::vector<BandedPrices>& prices,
                                             std::size_t baseline, const CompareOptions& options) {
  report::comparison::Comparison comparison;
  comparison.version = version;
  comparison.baseline = baseline;
  for (std::size_t i = 0; i < machines.size(); ++i) {
    comparison.machines.push_back(described(machines[i], prices[i]));
  }
  for (const RunGroup& group :
       comparable_groups(machines, baseline, options.allow_different, comparison.notes)) {
    report::comparison::ComparedWorkload workload{group.name, 1, {}};
    for (std::size_t i = 0; i < machines.size(); ++i) {
      const StoredRun* run = group.runs[i];
      workload.runs.push_back(run == nullptr ? std::nullopt
                                             : std::optional{priced(*run, prices[i])});
      if (run != nullptr && (i == baseline || group.runs[baseline] == nullptr)) {
        workload.seed = run->seed;
      }
    }
    comparison.workloads.push_back(std::move(workload));
  }
  for (std::string& note : comparison_notes(machines, prices, options)) {
    comparison.notes.push_back(std::move(note));
  }
  return comparison;
}

/// A comparison may not replace the runs that it is of.
void refuse_own_inputs(const OutputDirectory& output, const std::vector<MachineSource>& machines,
                       const std::string& path) {
  for (const MachineSource& machine : machines) {
    if (machine.file) continue;
    for (const StoredRun& run : machine.runs) {
      if (!output.holds(run.source)) continue;
      throw core::ConfigError{
          {path},
          fmt::format("holds {}, which is compared and would be replaced; -o takes another "
                      "directory",
                      run.source)};
    }
  }
}

}  // namespace

ExitCode compare(const CompareOptions& given, const Console& console) {
  const EndOnInterrupt end_on_interrupt;
  CompareOptions options = given;
  if (options.machines.size() < 2) {
    throw core::ConfigError{{"gossamer compare"},
                            "one machine is given; a comparison needs at least two"};
  }
  if (!options.technology.empty()) {
    options.technology = find_technology(options.technology, data_directory());
  }
  std::vector<MachineSource> machines = read_machines(options);
  const std::size_t baseline = baseline_of(machines, options.baseline);
  const auto equal = make_equal(machines, baseline, options);
  CompareRuns runs{machines, options};
  // Whatever can be refused is, before hours of simulation.
  std::vector<std::string> told_later;
  comparable_groups(machines, baseline, options.allow_different, told_later);
  const std::vector<BandedPrices> prices = prices_of(machines, options.technology);
  auto published = published_figures(machines, options.technology);
  const OutputDirectory output{options.output};
  refuse_own_inputs(output, machines, options.output);
  ExitCode code = ExitCode::done;
  Files files = runs.simulate(console, code);

  auto comparison = comparison_of(machines, prices, baseline, options);
  comparison.equal = equal;
  comparison.published = std::move(published);
  const auto json = report::comparison::to_json(comparison);
  files["compare.json"] = json.dump(2) + "\n";
  files["compare.csv"] = report::comparison::comparison_csv(json);
  if (report::html::has_pages()) files["compare.html"] = report::html::comparison_html(json);
  output.replace(files);
  console.out << report::comparison::comparison_text(json) << "\nComparison: " << options.output
              << '\n';
  return code;
}

}  // namespace gossamer::cli
