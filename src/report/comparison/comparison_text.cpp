// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/comparison_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "core/names.hpp"
#include "report/si.hpp"
#include "report/text_table.hpp"

namespace gossamer::report::comparison {
namespace {

using nlohmann::ordered_json;

constexpr double joule_per_pj = 1e-12;

double number(const ordered_json& object, const char* key) {
  return object.at(key).get<double>();
}

/// Three digits, as ratios are read.
std::string ratio(double value) {
  if (value >= 100) return fmt::format("{:.0f}", value);
  if (value >= 10) return fmt::format("{:.1f}", value);
  return fmt::format("{:.2f}", value);
}

std::string ratio(const ordered_json& object, const char* key) {
  return object.contains(key) ? ratio(number(object, key)) : "-";
}

std::string band(const ordered_json& object, const char* low, const char* high) {
  if (!object.contains(low)) return "-";
  const std::string from = ratio(number(object, low));
  const std::string to = ratio(number(object, high));
  return from == to ? from : from + "-" + to;
}

/// Lines of at most `text_width`, further ones indented by two.
std::string wrapped(const std::string& text) {
  std::istringstream words{text};
  std::string result, line, word;
  while (words >> word) {
    if (!line.empty() && line.size() + 1 + word.size() > text_width) {
      result += line + '\n';
      line = " ";
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return result + line + '\n';
}

std::string names_text(const ordered_json& comparison) {
  std::string names;
  for (const auto& machine : comparison.at("machines")) {
    names += (names.empty() ? "" : ", ") + machine.at("name").get<std::string>();
  }
  return names;
}

std::string title(const ordered_json& comparison) {
  std::string text = wrapped(fmt::format("{}; baseline {}", names_text(comparison),
                                         comparison.at("baseline").get<std::string>()));
  const auto& equal = comparison.at("equal");
  if (equal.is_null()) return text;
  const auto of = equal.at("of").get<std::string>();
  const auto target =
      fmt::format("{:.6g} {}{}", number(equal, "target"), equal.at("unit").get<std::string>(),
                  of.empty() ? "" : ", that of " + of);
  const auto quantity = equal.at("quantity").get<std::string>();
  const auto& missed = equal.at("missed_by");
  if (missed.empty()) return text + wrapped(fmt::format("equal {}: {}", quantity, target));
  return text + wrapped(fmt::format("{} nearest to {}; NOT equal, over {:.0f} % off: {}", quantity,
                                    target, 100 * number(equal, "tolerance"),
                                    core::joined(missed.get<std::vector<std::string>>())));
}

std::string machine_table(const ordered_json& comparison) {
  const bool equal = !comparison.at("equal").is_null();
  TextTable table{false};
  std::vector<std::string> header{"machine", "multipliers", "GHz", "mm2", "DRAM GB/s", "node"};
  if (equal) header.emplace_back("off target");
  table.add(header);
  for (const auto& machine : comparison.at("machines")) {
    std::vector<std::string> row{machine.at("name"),
                                 with_commas(machine.at("multipliers").get<std::uint64_t>()),
                                 fmt::format("{:.4g}", number(machine, "clock_ghz")),
                                 fmt::format("{:.2f}", number(machine, "area_mm2")),
                                 fmt::format("{:.4g}", number(machine, "dram_gb_per_s")),
                                 machine.at("technology")};
    if (equal) {
      row.push_back(machine.contains("deviation")
                        ? fmt::format("{:+.1f}%", 100 * number(machine, "deviation"))
                        : "-");
    }
    table.add(std::move(row));
  }
  return table.text();
}

std::string totals_table(const ordered_json& workload) {
  TextTable table{false};
  table.add(
      {"total", "time", "speedup", "energy", "gain", "band", "EDP gain", "/mm2", "power", "util."});
  for (const auto& [machine, totals] : workload.at("totals").items()) {
    if (totals.is_null()) {
      table.add({machine, "-", "-", "-", "-", "-", "-", "-", "-", "-"});
      continue;
    }
    table.add({machine, si(number(totals, "time_s"), "s"), ratio(totals, "speedup"),
               si(number(totals, "energy_pj") * joule_per_pj, "J"), ratio(totals, "energy_gain"),
               band(totals, "energy_gain_low", "energy_gain_high"), ratio(totals, "edp_gain"),
               ratio(totals, "performance_per_area_gain"), si(number(totals, "power_w"), "W"),
               percent(number(totals, "utilization"))});
  }
  return table.text();
}

/// Speedup and energy gain of some machines by layer.
TextTable layer_table(const ordered_json& workload, const std::vector<std::string>& machines) {
  TextTable table{false};
  std::vector<std::string> header{"layer"};
  header.insert(header.end(), machines.begin(), machines.end());
  table.add(header);
  for (const auto& layer : workload.at("layers")) {
    std::vector<std::string> row{layer.at("name")};
    for (const std::string& machine : machines) {
      const auto& values = layer.at("machines").at(machine);
      row.push_back(
          values.is_null() ? "-" : ratio(values, "speedup") + " / " + ratio(values, "energy_gain"));
    }
    table.add(std::move(row));
  }
  std::vector<std::string> mean{"geometric mean"};
  for (const std::string& machine : machines) {
    const auto& totals = workload.at("totals").at(machine);
    mean.push_back(totals.is_null() ? "-"
                                    : ratio(totals, "geometric_mean_layer_speedup") + " / " +
                                          ratio(totals, "geometric_mean_layer_energy_gain"));
  }
  table.add(std::move(mean));
  return table;
}

/// As many tables beside each other as fit, each of several machines.
std::string layers_text(const ordered_json& workload, const std::string& baseline) {
  std::string text = "Speedup / energy gain by layer\n";
  std::vector<std::string> shown;
  for (const auto& [machine, totals] : workload.at("totals").items()) {
    if (machine == baseline) continue;
    shown.push_back(machine);
    if (shown.size() > 1 && layer_table(workload, shown).width() > text_width) {
      shown.pop_back();
      text += layer_table(workload, shown).text() + '\n';
      shown = {machine};
    }
  }
  return shown.empty() ? "" : text + layer_table(workload, shown).text();
}

std::string means_text(const ordered_json& comparison) {
  if (comparison.at("workloads").size() < 2) return "";
  TextTable table{false};
  table.add({"geometric mean", "speedup", "energy gain", "EDP gain", "workloads"});
  for (const auto& mean : comparison.at("means")) {
    table.add({mean.at("machine"), ratio(mean, "geometric_mean_speedup"),
               ratio(mean, "geometric_mean_energy_gain"), ratio(mean, "geometric_mean_edp_gain"),
               std::to_string(mean.at("workloads").get<int>())});
  }
  return "\n" + table.text();
}

std::string published_text(const ordered_json& comparison) {
  std::string text;
  for (const auto& figure : comparison.at("published")) {
    std::string workloads;
    for (const auto& name : figure.at("workloads")) workloads += ", " + name.get<std::string>();
    const auto against = figure.at("against").get<std::string>();
    text += wrapped(fmt::format(
        "{}{}{}, {}: {:.3g} {}, {:.3g} simulated ({}{})", figure.at("machine").get<std::string>(),
        against.empty() ? "" : " against " + against, workloads,
        figure.at("quantity").get<std::string>(), number(figure, "value"),
        figure.at("mark").get<std::string>(), number(figure, "simulated"),
        figure.at("source").get<std::string>(),
        figure.contains("note") ? "; " + figure.at("note").get<std::string>() : ""));
  }
  return text.empty() ? "" : "\nPublished figures\n" + text;
}

std::string notes_text(const ordered_json& comparison) {
  std::string text;
  for (const auto& note : comparison.at("notes")) {
    text += wrapped("Note: " + note.get<std::string>());
  }
  return text.empty() ? "" : "\n" + text;
}

}  // namespace

std::string comparison_text(const ordered_json& comparison) {
  std::string text = title(comparison) + "\n" + machine_table(comparison);
  for (const auto& workload : comparison.at("workloads")) {
    text += fmt::format("\n{} (seed {})\n{}\n{}", workload.at("name").get<std::string>(),
                        workload.at("seed").get<std::uint64_t>(), totals_table(workload),
                        layers_text(workload, comparison.at("baseline")));
  }
  return text + means_text(comparison) + published_text(comparison) + notes_text(comparison);
}

}  // namespace gossamer::report::comparison
