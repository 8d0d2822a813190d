// SPDX-License-Identifier: Apache-2.0
#include "report/console_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "report/area_report.hpp"
#include "report/benchmark_text.hpp"
#include "report/bottleneck_text.hpp"
#include "report/choices_text.hpp"
#include "report/si.hpp"
#include "report/text_table.hpp"
#include "report/totals.hpp"

namespace gossamer::report {
namespace {

constexpr double joule_per_pj = 1e-12;

using Slots = std::vector<std::pair<std::string, std::uint64_t>>;

std::string check_mark(const core::LayerRecord& record) {
  if (!record.mismatches.empty()) return "WRONG";
  if (record.timing == core::Timing::statistical) return "stat";
  return record.checked ? "ok" : "-";
}

void add_layer(TextTable& table, const LayerReport& layer, double clock_ghz, bool any_spilled) {
  const auto& record = layer.record;
  const std::string spill_mark = record.spilled ? "*" : any_spilled ? " " : "";
  table.add(
      {record.name, si_count(record.cycles), si(time_s(record.cycles, clock_ghz), "s"),
       si_count(record.macs),
       percent(share(static_cast<double>(record.effectual_macs), static_cast<double>(record.macs))),
       percent(utilization(record)),
       si(cost::total(layer.energy_pj.calibrated) * joule_per_pj, "J"),
       si_count(record.dram_read_bytes + record.dram_write_bytes, "B") + spill_mark,
       check_mark(record)},
      record.mismatches.empty() ? Emphasis::none : Emphasis::alarm);
}

void add_total(TextTable& table, const Totals& sum, bool any_spilled) {
  const auto effectual = static_cast<double>(sum.effectual_macs);
  table.add(
      {"total", si_count(sum.cycles), si(sum.time_s, "s"), si_count(sum.macs),
       percent(share(effectual, static_cast<double>(sum.macs))),
       percent(share(effectual, static_cast<double>(sum.multiplier_cycles))),
       si(sum.energy_pj * joule_per_pj, "J"),
       si_count(sum.dram_read_bytes + sum.dram_write_bytes, "B") + (any_spilled ? " " : ""), ""},
      Emphasis::strong);
}

/// Explains the marks of the table, and names the first wrong value of each wrong layer.
std::string footnotes(const RunReport& run, bool any_spilled) {
  std::string text = any_spilled ? "* some activations went through DRAM\n" : "";
  const auto is_statistical = [](const LayerReport& layer) {
    return layer.record.timing == core::Timing::statistical;
  };
  if (std::any_of(run.layers.begin(), run.layers.end(), is_statistical)) {
    text += "stat: output masks were drawn at the given density, no values were computed\n";
  }
  for (const auto& layer : run.layers) {
    const core::LayerRecord& record = layer.record;
    if (!record.mismatches.empty()) {
      text += fmt::format("{} is wrong: {}\n", record.name, record.mismatches.front());
    }
  }
  return text;
}

std::string layer_table(const RunReport& run, const TextOptions& options) {
  const auto is_spilled = [](const LayerReport& layer) { return layer.record.spilled; };
  const bool any_spilled = std::any_of(run.layers.begin(), run.layers.end(), is_spilled);
  TextTable table{options.colour};
  table.add({"layer", "cycles", "time", "MACs", "eff.", "util.", "energy", "DRAM", "check"},
            Emphasis::strong);
  for (const auto& layer : run.layers) {
    if (!is_benchmark(layer.record)) add_layer(table, layer, run.clock_ghz, any_spilled);
  }
  add_total(table, totals(run), any_spilled);
  const std::string benchmarks = benchmark_text(run, options.colour);
  return benchmarks + (benchmarks.empty() ? "" : "\n") + table.text() +
         footnotes(run, any_spilled) + choices_text(run);
}

std::string energy_text(double value_pj) {
  return si(value_pj * joule_per_pj, "J");
}

std::string summary(const RunReport& run) {
  const auto sum = totals(run);
  const std::string raw = run.pricing.calibration.empty()
                              ? ""
                              : fmt::format("before calibration: {}, {:.2f} mm2\n",
                                            energy_text(sum.raw_energy_pj), sum.raw_area_mm2);
  return fmt::format("{} cycles at {} GHz, {} on average, {:.2f} mm2\n", with_commas(sum.cycles),
                     run.clock_ghz, si(share(sum.energy_pj * joule_per_pj, sum.time_s), "W"),
                     sum.area_mm2) +
         raw + pricing_text(run.pricing);
}

std::uint64_t count_of(const Slots& slots, const std::string& reason) {
  for (const auto& [name, count] : slots) {
    if (name == reason) return count;
  }
  return 0;
}

std::string slot_share(std::uint64_t count, std::uint64_t multiplier_cycles) {
  return percent(share(static_cast<double>(count), static_cast<double>(multiplier_cycles)));
}

/// Reasons by layer. Readable for a few layers only.
TextTable slots_by_layer(const RunReport& run, const TextOptions& options) {
  TextTable table{options.colour};
  std::vector<std::string> header{"where the cycles went"};
  for (const auto& layer : run.layers) header.push_back(layer.record.name);
  header.emplace_back("total");
  table.add(std::move(header), Emphasis::strong);
  const auto whole = totals(run).multiplier_cycles;
  for (const auto& [reason, count] : total_slots(run)) {
    std::vector<std::string> row{reason};
    for (const auto& layer : run.layers) {
      const core::LayerRecord& record = layer.record;
      row.push_back(slot_share(count_of(record.slots, reason), record.multipliers * record.cycles));
    }
    row.push_back(slot_share(count, whole));
    table.add(std::move(row));
  }
  return table;
}

TextTable slots_in_total(const RunReport& run, const TextOptions& options) {
  constexpr double bar_width = 30.0;
  TextTable table{options.colour};
  table.add({"where the cycles went", "total", std::string(static_cast<int>(bar_width), ' ')},
            Emphasis::strong);
  const auto whole = static_cast<double>(totals(run).multiplier_cycles);
  for (const auto& [reason, count] : total_slots(run)) {
    const double part = share(static_cast<double>(count), whole);
    const auto bar = std::string(static_cast<std::size_t>(std::lround(bar_width * part)), '#');
    table.add({reason, percent(part), fmt::format("{:<{}}", bar, static_cast<int>(bar_width))});
  }
  return table;
}

std::string slot_table(const RunReport& run, const TextOptions& options) {
  const auto by_layer = slots_by_layer(run, options);
  if (by_layer.width() <= text_width) return by_layer.text();
  return slots_in_total(run, options).text();
}

/// The leaves from the largest value to the smallest, then by path; without `pe`.
std::vector<std::pair<std::string, double>> descending(
    const std::map<std::string, double>& leaves) {
  std::vector<std::pair<std::string, double>> sorted;
  for (const auto& leaf : leaves) {
    if (leaf.first != "pe") sorted.emplace_back(leaf);
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return sorted;
}

/// A value with its share of the whole; dashes where there is no value.
void add_quantity(std::vector<std::string>& row, const std::map<std::string, double>& leaves,
                  const std::string& path, double whole, std::string (*text)(double)) {
  const auto found = leaves.find(path);
  const bool has = found != leaves.end();
  row.push_back(has ? text(found->second) : "-");
  row.push_back(has ? percent(share(found->second, whole)) : "-");
}

std::string mm2_text(double value_mm2) {
  return fmt::format("{:.4f}", value_mm2);
}

std::string component_table(const RunReport& run, const TextOptions& options) {
  auto energy = total_energy_pj(run);
  for (const auto& [path, area] : run.area_mm2.calibrated) energy.emplace(path, 0.0);
  const auto sum = totals(run);
  TextTable table{options.colour};
  table.add({"component", "energy", "share", "area/mm2", "share"}, Emphasis::strong);
  const auto add = [&](const std::string& label, const std::string& path) {
    std::vector<std::string> row{label};
    add_quantity(row, energy, path, sum.energy_pj, energy_text);
    add_quantity(row, run.area_mm2.calibrated, path, sum.area_mm2, mm2_text);
    table.add(std::move(row));
  };
  for (const auto& leaf : descending(energy)) add(leaf.first, leaf.first);
  if (energy.count("pe") != 0) add("(all pe/)", "pe");
  table.add({"total", energy_text(sum.energy_pj), "100.0%", mm2_text(sum.area_mm2), "100.0%"},
            Emphasis::strong);
  return table.text();
}

}  // namespace

std::string console_text(const RunReport& run, const TextOptions& options) {
  const auto title = fmt::format("{} on {}", run.workload, run.architecture);
  const std::string held_up = bottleneck_text(run, options.colour);
  return emphasize(title, Emphasis::strong, options.colour) + "\n\n" + layer_table(run, options) +
         summary(run) + "\n" + slot_table(run, options) + "\n" + held_up +
         (held_up.empty() ? "" : "\n") + component_table(run, options);
}

}  // namespace gossamer::report
