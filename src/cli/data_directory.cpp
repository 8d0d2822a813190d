// SPDX-License-Identifier: Apache-2.0
#include "cli/data_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/errors.hpp"
#include "core/names.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> shipped_names(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code unreadable;
  for (const auto& entry : fs::directory_iterator{folder, unreadable}) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// A folder is none: it may lie where a shipped name is meant.
bool is_file(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error) && !fs::is_directory(path, error);
}

/// One sort of file that is shipped: where, and what it is called in messages.
struct Sort {
  const char* folder;
  const char* called;
};

constexpr Sort architectures{"configs/arch", "an architecture"};
constexpr Sort workloads{"workloads", "a workload"};
constexpr Sort sweeps{"configs/sweep", "a sweep"};

/// The shipped file of this name, or "".
std::string shipped_file(const std::string& name, const Sort& sort, const fs::path& data) {
  const fs::path folder = data / sort.folder;
  const std::vector<std::string> names = shipped_names(folder);
  if (std::find(names.begin(), names.end(), name) == names.end()) return "";
  return (folder / (name + ".yaml")).lexically_normal().string();
}

[[noreturn]] void refuse_unknown(const std::string& given, const std::string& wanted,
                                 const std::vector<std::string>& names) {
  std::error_code error;
  if (fs::is_directory(given, error)) {
    throw core::FileError{given + ": this is a directory, not a file"};
  }
  throw core::FileError{given + ": no such file, and no shipped " + wanted + " has this name" +
                        core::suggestion(fs::path{given}.stem().string(), names)};
}

std::string find_shipped(const std::string& name, const Sort& sort, const fs::path& data) {
  std::string found = shipped_file(name, sort, data);
  if (!found.empty()) return found;
  const std::string called = sort.called;
  refuse_unknown(name, called.substr(called.find(' ') + 1), shipped_names(data / sort.folder));
}

std::string find_one(const std::string& given, const Sort& sort, const Sort& other,
                     const fs::path& data, const std::string& usage) {
  if (is_file(given)) return given;
  std::string found = shipped_file(given, sort, data);
  if (!found.empty()) return found;
  if (!shipped_file(given, other, data).empty()) {
    throw core::ConfigError{
        {given}, fmt::format("this is {}, not {}; {}", other.called, sort.called, usage)};
  }
  const std::string called = sort.called;
  refuse_unknown(given, called.substr(called.find(' ') + 1), shipped_names(data / sort.folder));
}

}  // namespace

fs::path data_directory() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const char* relative : {GOSSAMER_INSTALLED_DATA, GOSSAMER_BUILD_DATA}) {
    fs::path candidate = (program / relative).lexically_normal();
    if (fs::is_directory(candidate / "configs" / "arch", error)) return candidate;
  }
  return {};
}

std::string find_architecture(const std::string& given, const fs::path& data,
                              const std::string& usage) {
  return find_one(given, architectures, workloads, data, usage);
}

std::string find_workload(const std::string& given, const fs::path& data,
                          const std::string& usage) {
  return find_one(given, workloads, architectures, data, usage);
}

std::string find_technology(const std::string& given, const fs::path& data) {
  if (is_file(given)) return given;
  const fs::path folder = data / "configs" / "technology";
  std::vector<std::string> names = shipped_names(folder);
  names.erase(std::remove(names.begin(), names.end(), "primitives"), names.end());  // a library
  if (std::find(names.begin(), names.end(), given) == names.end()) {
    refuse_unknown(given, "technology", names);
  }
  return (folder / (given + ".yaml")).lexically_normal().string();
}

std::string shipped_architecture(const std::string& name, const fs::path& data) {
  return find_shipped(name, architectures, data);
}

std::string shipped_workload(const std::string& name, const fs::path& data) {
  return find_shipped(name, workloads, data);
}

std::string find_sweep(const std::string& given, const fs::path& data) {
  return is_file(given) ? given : find_shipped(given, sweeps, data);
}

std::string find_input(const std::string& given, const fs::path& data) {
  if (is_file(given)) return given;
  std::vector<std::string> names;
  for (const Sort& sort : {architectures, workloads}) {
    std::string found = shipped_file(given, sort, data);
    if (!found.empty()) return found;
    const std::vector<std::string> more = shipped_names(data / sort.folder);
    names.insert(names.end(), more.begin(), more.end());
  }
  refuse_unknown(given, "architecture or workload", names);
}

}  // namespace gossamer::cli
