// SPDX-License-Identifier: Apache-2.0
#include "report/layers_csv.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "report/totals.hpp"

namespace gossamer::report {
namespace {

using Cells = std::vector<std::pair<std::string, std::string>>;

/// The groups of columns of one layer. Columns of a group stay together, whichever layer adds them.
struct Row {
  Cells fixed;
  Cells choices;
  Cells slots;
  Cells energy;
  Cells metrics;
};

std::string number(double value) {
  return nlohmann::json(value).dump();
}
std::string number(std::uint64_t value) {
  return std::to_string(value);
}
std::string word(bool value) {
  return value ? "true" : "false";
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

Cells fixed_cells(const LayerReport& layer, double clock_ghz) {
  const auto& record = layer.record;
  return {{"layer", record.name},
          {"kind", record.kind},
          {"timing", record.timing == core::Timing::exact ? "exact" : "statistical"},
          {"checked", word(record.checked)},
          {"spilled", word(record.spilled)},
          {"cycles", number(record.cycles)},
          {"time_s", number(time_s(record.cycles, clock_ghz))},
          {"multipliers", number(record.multipliers)},
          {"macs", number(record.macs)},
          {"effectual_macs", number(record.effectual_macs)},
          {"utilization", number(utilization(record))},
          {"dram_read_bytes", number(record.dram_read_bytes)},
          {"dram_write_bytes", number(record.dram_write_bytes)},
          {"energy_pj", number(cost::total(layer.energy_pj.calibrated))},
          {"raw_energy_pj", number(cost::total(layer.energy_pj.raw))}};
}

template <class Pairs>
Cells named_cells(const std::string& prefix, const Pairs& pairs, const std::string& suffix) {
  Cells cells;
  for (const auto& [name, value] : pairs) cells.emplace_back(prefix + name + suffix, number(value));
  return cells;
}

Cells choice_cells(const LayerReport& layer) {
  Cells cells;
  for (const auto& [name, value] : layer.record.choices)
    cells.emplace_back("choice_" + name, value);
  return cells;
}

Row row_of(const LayerReport& layer, double clock_ghz) {
  return {fixed_cells(layer, clock_ghz), choice_cells(layer),
          named_cells("slot_", layer.record.slots, "_multiplier_cycles"),
          named_cells("energy_", layer.energy_pj.calibrated, "_pj"),
          named_cells("metric_", layer.record.metrics, "")};
}

bool is_in(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> columns_of(const std::vector<Row>& rows) {
  std::vector<std::string> columns;
  for (const auto group : {&Row::fixed, &Row::choices, &Row::slots, &Row::energy, &Row::metrics}) {
    for (const auto& row : rows) {
      for (const auto& cell : row.*group) {
        if (!is_in(columns, cell.first)) columns.push_back(cell.first);
      }
    }
  }
  return columns;
}

std::map<std::string, std::string> by_name(const Row& row) {
  std::map<std::string, std::string> cells;
  for (const auto group : {&Row::fixed, &Row::choices, &Row::slots, &Row::energy, &Row::metrics}) {
    cells.insert((row.*group).begin(), (row.*group).end());
  }
  return cells;
}

std::string line(const std::vector<std::string>& cells) {
  std::string text;
  for (const auto& cell : cells) text += (&cell == &cells.front() ? "" : ",") + quoted(cell);
  return text + '\n';
}

}  // namespace

std::string layers_csv(const RunReport& run) {
  std::vector<Row> rows;
  for (const auto& layer : run.layers) rows.push_back(row_of(layer, run.clock_ghz));
  const auto columns = columns_of(rows);
  std::string text = line(columns);
  for (const auto& row : rows) {
    auto cells = by_name(row);
    std::vector<std::string> ordered;
    for (const auto& column : columns) ordered.push_back(cells[column]);
    text += line(ordered);
  }
  return text;
}

}  // namespace gossamer::report
