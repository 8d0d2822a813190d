// SPDX-License-Identifier: Apache-2.0
#include "cli/npy_outputs.hpp"

#include <filesystem>
#include <map>

#include "core/errors.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

bool is_npy(const std::string& path) {
  return fs::path{path}.extension() == ".npy";
}

void check_directory(const std::string& path) {
  std::error_code error;
  if (fs::exists(path, error) && !fs::is_directory(path, error))
    throw core::ConfigError{{path},
                            "is not a directory; -o takes a directory, or for one tensor a "
                            "name that ends in .npy"};
}

void check_target(const std::string& target, const std::vector<std::string>& inputs) {
  std::error_code error;
  if (fs::is_directory(target, error))
    throw core::ConfigError{{target}, "is a directory, and the result needs a file of this name"};
  for (const std::string& input : inputs) {
    if (fs::equivalent(target, input, error))
      throw core::ConfigError{{target},
                              "is an input; allowed: another file or directory behind -o"};
  }
}

}  // namespace

std::vector<std::string> npy_outputs(const std::vector<std::string>& inputs,
                                     const std::string& output) {
  std::error_code error;
  const bool to_file = inputs.size() == 1 && is_npy(output) && !fs::is_directory(output, error);
  if (to_file) {
    check_target(output, inputs);
    return {output};
  }
  check_directory(output);
  std::vector<std::string> targets;
  std::map<std::string, std::string> sources;
  for (const std::string& input : inputs) {
    const std::string name = fs::path{input}.filename().string();
    const auto [at, is_new] = sources.emplace(name, input);
    if (!is_new)
      throw core::ConfigError{{input},
                              "has the same name as '" + at->second +
                                  "', and both results the same place; "
                                  "allowed: files of different names"};
    targets.push_back((fs::path{output} / name).string());
    check_target(targets.back(), inputs);
  }
  return targets;
}

std::string beside(const std::string& npy, const std::string& word) {
  const fs::path path{npy};
  return (path.parent_path() / (path.stem().string() + "_" + word + ".npy")).string();
}

}  // namespace gossamer::cli
