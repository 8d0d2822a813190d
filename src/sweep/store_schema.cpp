// SPDX-License-Identifier: Apache-2.0
#include "sweep/store_schema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "sweep/outcome.hpp"

namespace gossamer::sweep {

namespace {

/// ", cycles INTEGER, time_s REAL, ..."
std::string metric_columns(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += fmt::format(", {} {}", metrics[i].name, metrics[i].whole ? "INTEGER" : "REAL");
  }
  return text;
}

}  // namespace

std::string sql_name(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

std::string results_schema() {
  return "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);"
         "CREATE TABLE results (digest TEXT PRIMARY KEY, status TEXT NOT NULL, error TEXT NOT "
         "NULL" +
         metric_columns(metrics.size()) +
         ");"
         "CREATE TABLE layers (digest TEXT NOT NULL, number INTEGER NOT NULL, layer TEXT NOT NULL, "
         "kind TEXT NOT NULL" +
         metric_columns(layer_metrics) +
         ", PRIMARY KEY (digest, number));"
         "CREATE TABLE timings (digest TEXT PRIMARY KEY, seconds REAL NOT NULL);";
}

int store_version() {
  return std::stoi(core::digest(results_schema()).substr(0, 7), nullptr, 16);
}

void check_store(SQLite::Database& database, const std::string& schema, const std::string& path) {
  const auto pragma = [&](const char* name) {
    return database.execAndGet("PRAGMA " + schema + "." + name).getInt();
  };
  if (pragma("application_id") != store_application) {
    throw core::FileError{path + ": is no store of 'gossamer sweep'"};
  }
  if (pragma("user_version") != store_version()) {
    throw core::FileError{path +
                          ": was written by another version of gossamer, whose results have other "
                          "columns; it takes a new directory"};
  }
}

std::string plan_schema(const std::vector<std::string>& columns) {
  std::string declared;
  std::string selected;
  for (const std::string& column : columns) {
    declared += ", " + sql_name(column);
    selected += ", plan." + sql_name(column);
  }
  std::string results;
  for (const Metric& metric : metrics) results += fmt::format(", results.{}", metric.name);
  return "DROP VIEW IF EXISTS points; DROP TABLE IF EXISTS plan;"
         "CREATE TABLE plan (point INTEGER PRIMARY KEY, digest TEXT NOT NULL, base TEXT NOT NULL, "
         "workload TEXT NOT NULL" +
         declared +
         ");"
         "CREATE VIEW points AS SELECT plan.point, plan.digest, plan.base, plan.workload" +
         selected + ", COALESCE(results.status, 'open') AS status, results.error" + results +
         " FROM plan LEFT JOIN results ON results.digest = plan.digest;";
}

std::string insert_into(const std::string& table, std::size_t values) {
  std::string marks = "?";
  for (std::size_t i = 1; i < values; ++i) marks += ", ?";
  return "INSERT OR REPLACE INTO " + table + " VALUES (" + marks + ")";
}

}  // namespace gossamer::sweep
