// SPDX-License-Identifier: Apache-2.0
#include "cli/data_directory.hpp"

#include <algorithm>
#include <string_view>
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

std::string find_shipped(const std::string& given, const fs::path& folder, std::string_view what) {
  std::error_code error;
  if (fs::exists(given, error)) return given;
  const std::vector<std::string> names = shipped_names(folder);
  if (std::find(names.begin(), names.end(), given) != names.end()) {
    return (folder / (given + ".yaml")).lexically_normal().string();
  }
  throw core::FileError{given + ": no such file, and no shipped " + std::string{what} +
                        " has this name" +
                        core::suggestion(fs::path{given}.stem().string(), names)};
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

std::string find_architecture(const std::string& given, const fs::path& data) {
  return find_shipped(given, data / "configs" / "arch", "architecture");
}

std::string find_workload(const std::string& given, const fs::path& data) {
  return find_shipped(given, data / "workloads", "workload");
}

}  // namespace gossamer::cli
