// SPDX-License-Identifier: Apache-2.0
#include "sweep/export.hpp"

#include <utility>
#include <vector>

#include "core/utf8.hpp"

namespace gossamer::sweep {

namespace {

using Row = std::vector<std::pair<std::string, Value>>;

Row row_of(const Plan& plan, const PlannedPoint& point, const Outcome& outcome) {
  Row row{{"point", point.number},
          {"digest", point.digest},
          {"base", point.base},
          {"workload", point.workload}};
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    row.emplace_back(plan.columns[i], point.values[i]);
  }
  row.emplace_back("status", std::string{name_of(outcome.status)});
  row.emplace_back("error", outcome.error);
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    row.emplace_back(metrics[i].name, outcome.values.empty() ? Value(nullptr) : outcome.values[i]);
  }
  return row;
}

std::vector<Row> rows_of(const Plan& plan, const std::map<std::string, Outcome>& outcomes) {
  std::vector<Row> rows;
  for (const PlannedPoint& point : plan.points) {
    const auto found = outcomes.find(point.digest);
    if (found != outcomes.end()) rows.push_back(row_of(plan, point, found->second));
  }
  return rows;
}

/// A text of a store, or a name of a file, may be any bytes; none of them ends the export.
std::string json_text(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// As RFC 4180 has it; empty for none.
std::string cell(const Value& value) {
  if (value.is_null()) return "";
  std::string text = core::well_formed_utf8(text_of(value));
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string results_csv(const Plan& plan, const std::map<std::string, Outcome>& outcomes) {
  std::string text;
  const PlannedPoint none{0, {}, {}, {}, std::vector<Value>(plan.columns.size())};
  for (const auto& [name, value] : row_of(plan, none, {})) {
    text += (text.empty() ? "" : ",") + cell(name);
  }
  text += '\n';
  for (const Row& row : rows_of(plan, outcomes)) {
    std::string line;
    for (const auto& [name, value] : row) {
      if (&name != &row.front().first) line += ',';
      line += cell(value);
    }
    text += line + '\n';
  }
  return text;
}

std::string results_json(const Plan& plan, const std::map<std::string, Outcome>& outcomes) {
  std::string text = "{\n  \"schema\": \"gossamer-sweep/1\",\n  \"name\": " + json_text(plan.name) +
                     ",\n  \"version\": " + json_text(plan.version) + ",\n  \"points\": [";
  bool first = true;
  for (const Row& row : rows_of(plan, outcomes)) {
    nlohmann::ordered_json object;
    for (const auto& [name, value] : row) object[name] = value;
    text += (first ? "\n    " : ",\n    ") + json_text(object);
    first = false;
  }
  return text + "\n  ]\n}\n";
}

}  // namespace gossamer::sweep
