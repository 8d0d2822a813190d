// SPDX-License-Identifier: Apache-2.0
#include "cli/output_directory.hpp"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "cli/interrupt.hpp"
#include "cli/partial_directory.hpp"
#include "core/errors.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 11> report_files{
    "report.json",   "area.json",     "layers.csv",   "report.html",
    "resolved.yaml", "run_info.json", "compare.json", "compare.csv",
    "compare.html",  "timeline.json", "timeline.vcd"};

/// In the directory of a run: these alone.
constexpr std::string_view accelergy_name = "accelergy";
constexpr std::array<std::string_view, 4> accelergy_files{"architecture.yaml", "ERT.yaml",
                                                          "ART.yaml", "action_counts.yaml"};

/// In the directory of a comparison: a directory for each run that it simulated.
constexpr std::string_view runs_name = "runs";

fs::path nearest_existing(fs::path path) {
  std::error_code error;
  while (!fs::exists(path, error) && path.has_relative_path()) path = path.parent_path();
  return path;
}

bool has_schema(const fs::path& path, std::string_view prefix) {
  std::ifstream file{path, std::ios::binary};
  const auto report = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!report.is_object() || !report.contains("schema")) return false;
  const auto& schema = report["schema"];
  return schema.is_string() && schema.get<std::string>().rfind(prefix, 0) == 0;
}

bool is_report(const fs::path& path) {
  return has_schema(path / "report.json", "gossamer-report/") ||
         has_schema(path / "area.json", "gossamer-area/") ||
         has_schema(path / "compare.json", "gossamer-compare/");
}

std::vector<fs::directory_entry> entries_of(const fs::path& path) {
  std::error_code error;
  fs::directory_iterator entries{path, error};
  if (error) throw_file_error(path, "cannot be read", error.value());
  return {begin(entries), end(entries)};
}

std::string foreign_entry(const fs::path& path);

/// Whether the entry is the directory of a comparison's runs, and nothing else is in it.
bool holds_runs(const fs::directory_entry& entry) {
  if (entry.path().filename() != runs_name || !entry.is_directory()) return false;
  const auto runs = entries_of(entry.path());
  return std::all_of(runs.begin(), runs.end(), [](const fs::directory_entry& run) {
    return run.is_directory() && foreign_entry(run.path()).empty() && is_report(run.path());
  });
}

/// Whether the entry is the directory with the tables of a run, and nothing else is in it.
bool holds_tables(const fs::directory_entry& entry) {
  if (entry.path().filename() != accelergy_name || !entry.is_directory()) return false;
  const auto tables = entries_of(entry.path());
  return std::all_of(tables.begin(), tables.end(), [](const fs::directory_entry& table) {
    return table.is_regular_file() &&
           std::find(accelergy_files.begin(), accelergy_files.end(),
                     table.path().filename().string()) != accelergy_files.end();
  });
}

/// The first entry that no report has; "" if there is none.
std::string foreign_entry(const fs::path& path) {
  std::error_code error;
  const bool comparison = has_schema(path / "compare.json", "gossamer-compare/");
  std::string first;
  for (const auto& entry : entries_of(path)) {
    const std::string name = entry.path().filename().string();
    const bool known =
        (std::find(report_files.begin(), report_files.end(), name) != report_files.end() &&
         entry.is_regular_file(error)) ||
        (comparison && holds_runs(entry)) || holds_tables(entry);
    if (!known && (first.empty() || name < first)) first = name;
  }
  return first;
}

/// A report there would appear under the name that the link points to, if at all.
void refuse_dangling_link(const std::string& path) {
  std::error_code error;
  if (!fs::is_symlink(fs::symlink_status(path, error)) || fs::exists(path, error)) return;
  throw core::ConfigError{{path},
                          "is a symbolic link to nothing; -o takes a directory for the report"};
}

/// `shown` is what messages call the file.
void write_file(const fs::path& path, const std::string& content, const fs::path& shown) {
  std::ofstream file{path, std::ios::binary};
  file << content;
  file.close();
  if (!file) throw_file_error(shown, "cannot be written", errno);
}

void rename_or_throw(const fs::path& from, const fs::path& to, const std::string& shown) {
  if (std::rename(from.c_str(), to.c_str()) != 0) {
    throw_file_error(shown, "cannot be replaced", errno);
  }
}

/// Puts `fresh` where `target` is; what was there stands in `fresh` afterwards.
void exchange(const fs::path& fresh, const fs::path& target, const std::string& shown) {
  if (renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) return;
  if (errno != EINVAL && errno != ENOSYS) throw_file_error(shown, "cannot be replaced", errno);
  // This file system cannot exchange: step aside, then rename.
  const fs::path aside = fresh.string() + ".old";
  rename_or_throw(target, aside, shown);
  rename_or_throw(fresh, target, shown);
  rename_or_throw(aside, fresh, shown);
}

}  // namespace

OutputDirectory::OutputDirectory(const std::string& path) : as_given_{path} {
  std::error_code error;
  refuse_dangling_link(path);
  path_ = fs::weakly_canonical(fs::absolute(path), error);
  if (error) throw_file_error(path, "cannot be written", error.value());
  if (!path_.has_filename()) path_ = path_.parent_path();
  check_replaceable();
  const HoldInterrupts hold;
  const bool there = fs::exists(path_, error);
  const fs::path parent = nearest_existing(there ? path_.parent_path() : path_);
  const PartialDirectory probe{parent, "gossamer", as_given_};
}

void OutputDirectory::check_replaceable() const {
  std::error_code error;
  if (!fs::exists(path_, error)) return;
  if (!fs::is_directory(path_, error)) {
    throw core::ConfigError{{as_given_}, "is not a directory; -o takes a directory for the report"};
  }
  if (fs::is_empty(path_, error)) return;
  const std::string foreign = foreign_entry(path_);
  if (foreign.empty() && is_report(path_)) return;
  throw core::ConfigError{
      {as_given_},
      "holds " + (foreign.empty() ? "files that are no Gossamer report" : "'" + foreign + "'") +
          "; allowed: a new directory, an empty one, or a Gossamer report, which is replaced"};
}

bool OutputDirectory::holds(const fs::path& path) const {
  std::error_code error;
  const fs::path inside = fs::weakly_canonical(fs::absolute(path), error).lexically_relative(path_);
  return !inside.empty() && *inside.begin() != "..";
}

void OutputDirectory::replace(const std::map<std::string, std::string>& files) const {
  const HoldInterrupts hold;
  check_replaceable();
  std::error_code error;
  fs::create_directories(path_.parent_path(), error);
  if (error) throw_file_error(as_given_, "cannot be made", error.value());
  PartialDirectory fresh{path_.parent_path(), path_.filename().string(), as_given_};
  try {
    for (const auto& [name, content] : files) {
      const fs::path file = fresh.path() / name;
      fs::create_directories(file.parent_path(), error);
      write_file(file, content, fs::path{as_given_} / name);
    }
    if (!hold.pending()) put_in_place(fresh.path());
  } catch (const core::FileError& failure) {
    const std::string left_over = fresh.remove();
    throw core::FileError{failure.what() + (left_over.empty() ? "" : "\n" + left_over)};
  }
  // After an interrupt this goes before `hold`, and with `hold` this process.
  const std::string left_over = fresh.remove();
  if (!left_over.empty()) throw core::FileError{left_over};
}

void OutputDirectory::put_in_place(const fs::path& fresh) const {
  std::error_code error;
  if (fs::exists(path_, error)) {
    exchange(fresh, path_, as_given_);
  } else {
    rename_or_throw(fresh, path_, as_given_);
  }
}

}  // namespace gossamer::cli
