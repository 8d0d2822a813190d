// SPDX-License-Identifier: Apache-2.0
#include "cli/compare_published.hpp"

#include <filesystem>
#include <utility>

#include "cli/data_directory.hpp"
#include "report/comparison/published.hpp"

namespace gossamer::cli {

namespace {

using report::comparison::Design;

std::string canonical(const std::string& file) {
  return file.empty() ? "" : std::filesystem::weakly_canonical(file).string();
}

/// What of a machine makes the quantity: its parameters, and the files of its prices where they
/// matter, whatever way they are named.
nlohmann::ordered_json identity_of(const arch::Configuration& configuration,
                                   const std::string& quantity, const std::string& technology) {
  nlohmann::ordered_json parameters = configuration.parameters;
  const arch::Operation& operation = configuration.operation;
  const std::pair<const char*, std::string> prices[] = {
      {"technology", technology.empty() ? operation.technology : technology},
      {"calibration", operation.calibration},
      {"ert", operation.ert},
      {"art", operation.art}};
  const bool priced = quantity != "speedup";
  for (const auto& [key, file] : prices) parameters[key] = priced ? canonical(file) : "";
  return parameters;
}

/// Finds the machines of a comparison that are published designs.
class Designs {
 public:
  Designs(const std::vector<MachineSource>& machines, const std::string& technology)
      : machines_{machines}, technology_{technology} {}

  /// The name of the machine that a published quantity is of, or "".
  std::string name_of(const Design& design, const std::string& quantity) const {
    const auto wanted = identity_of(read(design), quantity, "");
    for (const MachineSource& machine : machines_) {
      if (identity_of(machine.configuration, quantity, technology_) == wanted) return machine.name;
    }
    return "";
  }

 private:
  static arch::Configuration read(const Design& design) {
    std::vector<core::Override> overrides;
    for (const auto& [path, value] : design.set) overrides.push_back({path, value});
    return ConfigurationFile{find_architecture(design.architecture, data_directory()), overrides}
        .read();
  }

  const std::vector<MachineSource>& machines_;
  const std::string& technology_;
};

}  // namespace

std::vector<report::comparison::PublishedFigure> published_figures(
    const std::vector<MachineSource>& machines, const std::string& technology) {
  const std::filesystem::path data = data_directory();
  const std::filesystem::path file = data / "configs" / "published.yaml";
  std::error_code error;
  if (data.empty() || !std::filesystem::exists(file, error)) return {};
  const Designs designs{machines, technology};
  std::vector<report::comparison::PublishedFigure> figures;
  for (auto& entry : report::comparison::read_published(file.string())) {
    auto figure = entry.figure;
    figure.machine = designs.name_of(entry.machine, figure.quantity);
    const bool alone = entry.against.architecture.empty();
    if (!alone) figure.against = designs.name_of(entry.against, figure.quantity);
    if (figure.machine.empty() || (!alone && figure.against.empty())) continue;
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace gossamer::cli
