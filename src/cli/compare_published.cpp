// SPDX-License-Identifier: Apache-2.0
#include "cli/compare_published.hpp"

#include <filesystem>

#include "cli/data_directory.hpp"
#include "report/comparison/published.hpp"

namespace gossamer::cli {

namespace {

using report::comparison::Design;

/// What of a machine makes cycles and counts.
nlohmann::ordered_json structure_of(const arch::Configuration& configuration) {
  nlohmann::ordered_json parameters = configuration.parameters;
  for (const char* price : {"technology", "calibration", "ert", "art"}) parameters.erase(price);
  return parameters;
}

/// Finds the machines of a comparison that are published designs.
class Designs {
 public:
  explicit Designs(const std::vector<MachineSource>& machines) : machines_{machines} {}

  /// The name of the machine, or "".
  std::string name_of(const Design& design) {
    const auto wanted = structure(design);
    for (const MachineSource& machine : machines_) {
      if (structure_of(machine.configuration) == wanted) return machine.name;
    }
    return "";
  }

 private:
  nlohmann::ordered_json structure(const Design& design) {
    std::vector<core::Override> overrides;
    for (const auto& [path, value] : design.set) overrides.push_back({path, value});
    return structure_of(
        ConfigurationFile{find_architecture(design.architecture, data_directory()), overrides}
            .read());
  }

  const std::vector<MachineSource>& machines_;
};

}  // namespace

std::vector<report::comparison::PublishedFigure> published_figures(
    const std::vector<MachineSource>& machines) {
  const std::filesystem::path data = data_directory();
  const std::filesystem::path file = data / "configs" / "published.yaml";
  std::error_code error;
  if (data.empty() || !std::filesystem::exists(file, error)) return {};
  Designs designs{machines};
  std::vector<report::comparison::PublishedFigure> figures;
  for (auto& entry : report::comparison::read_published(file.string())) {
    auto figure = entry.figure;
    figure.machine = designs.name_of(entry.machine);
    const bool alone = entry.against.architecture.empty();
    if (!alone) figure.against = designs.name_of(entry.against);
    if (figure.machine.empty() || (!alone && figure.against.empty())) continue;
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace gossamer::cli
