// SPDX-License-Identifier: Apache-2.0
#include "cli/input_files.hpp"

#include <filesystem>
#include <set>

#include "cli/data_directory.hpp"
#include "core/digest.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

/// The path within the shipped data, or "" for a file from elsewhere.
std::string shipped_name(const std::string& file) {
  const fs::path data = data_directory();
  if (data.empty()) return "";
  const fs::path inside = fs::absolute(file).lexically_normal().lexically_relative(data);
  return inside.empty() || *inside.begin() == ".." ? "" : inside.string();
}

/// Lists files as they come, each once.
class InputList {
 public:
  void add(const std::string& role, const std::string& file) {
    if (file.empty() || !seen_.insert(file).second) return;
    const std::string shipped = shipped_name(file);
    const std::string name = shipped.empty() ? fs::path{file}.lexically_normal().string() : shipped;
    inputs_.push_back({role, name, core::digest_of_file(file)});
  }

  std::vector<report::InputDigest> take() { return std::move(inputs_); }

 private:
  std::set<std::string> seen_;
  std::vector<report::InputDigest> inputs_;
};

std::string findable_name(const std::string& file) {
  if (file.empty()) return file;
  const std::string shipped = shipped_name(file);
  return shipped.empty() ? fs::absolute(file).lexically_normal().string() : shipped;
}

}  // namespace

std::vector<report::InputDigest> digest_inputs(const NamedFiles& named,
                                               const arch::Operation& operation,
                                               const std::string& library,
                                               const std::vector<workload::Layer>& layers) {
  InputList list;
  list.add("architecture", named.architecture);
  list.add("technology", operation.technology);
  list.add("library", library);
  list.add("calibration", operation.calibration);
  list.add("ert", operation.ert);
  list.add("art", operation.art);
  list.add("workload", named.workload);
  for (const auto& layer : layers) {
    for (const auto* operand : {&layer.weights, &layer.activations}) {
      for (const std::string& file : operand->files) list.add("operand", file);
    }
  }
  return list.take();
}

nlohmann::ordered_json repeatable_config(const arch::Configuration& configuration) {
  nlohmann::ordered_json config = configuration.parameters;
  config["technology"] = findable_name(configuration.operation.technology);
  config["calibration"] = findable_name(configuration.operation.calibration);
  config["ert"] = findable_name(configuration.operation.ert);
  config["art"] = findable_name(configuration.operation.art);
  return config;
}

}  // namespace gossamer::cli
