// SPDX-License-Identifier: Apache-2.0
#include "arch/configuration.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "core/names.hpp"
#include "core/text_file.hpp"
#include "core/yaml.hpp"

namespace gossamer::arch {
namespace {

/// Far above any technology or calibration file.
constexpr std::size_t largest_file = std::size_t{64} << 20;

std::vector<std::string> names_of(const std::vector<CatalogEntry>& families) {
  std::vector<std::string> names;
  for (const CatalogEntry& family : families) names.emplace_back(family.name);
  return names;
}

/// What resolved.yaml says about the run it came from is no parameter.
void leave_out_run(YAML::Node& node) {
  const YAML::Node& keys = node;  // looking up a key must not add it
  const YAML::Node run = keys["run"];
  if (run && run.IsMap() && run["gossamer"]) node.remove("run");
}

/// The file's mapping. A file of another sort is refused at once: all other faults would follow
/// from that.
YAML::Node load_architecture(const std::string& file, core::Faults& faults) {
  YAML::Node node = core::load_yaml(file, faults);
  if (!node.IsMap() && !node.IsNull()) {
    faults.add({file, 1, 1}, "an architecture must be a mapping: lines of `key: value`");
    faults.throw_if_any();
  }
  if (!node.IsMap()) return node;
  const YAML::Node& keys = node;
  if (!keys["architecture"] && keys["layers"]) {
    throw core::ConfigError{{file, 1, 1},
                            "this is a workload, not an architecture; the order is ARCH WORKLOAD"};
  }
  leave_out_run(node);
  return node;
}

/// The family that the file names, or none after a fault.
const CatalogEntry* read_family(core::ParameterReader& reader, const std::string& file,
                                const std::vector<CatalogEntry>& families, core::Faults& faults) {
  const std::vector<std::string> names = names_of(families);
  const std::size_t before = faults.size();
  std::size_t index = names.size();
  reader.choice("architecture", index, "family of accelerators", names);
  if (index < names.size()) return &families[index];
  if (faults.size() == before) {
    faults.add({file, 1, 1},
               fmt::format("missing key 'architecture'; allowed: {}", core::joined(names)));
  }
  return nullptr;
}

/// Files that an architecture file names.
class FileNames {
 public:
  FileNames(const std::string& file, std::filesystem::path shipped,
            const core::ParameterReader& reader, core::Faults& faults)
      : folder_{std::filesystem::path{file}.parent_path()},
        shipped_{std::move(shipped)},
        reader_{reader},
        faults_{faults} {}

  /// Makes the name one that can be opened from here, and tries to.
  void resolve(const std::string& key, std::string& name) {
    const core::Position where = reader_.where(key);
    // A line is where the file is; --set has none, and is typed in the current directory.
    name = existing_or_shipped(where.line > 0 ? folder_ : std::filesystem::path{}, name).string();
    try {
      core::read_text_file(name, largest_file);
    } catch (const core::FileError& error) {
      unreadable_.push_back({where, fmt::format("{}: {}", key, error.what())});
    }
  }

  /// A file that cannot be read is a fault of the configuration only beside others.
  void throw_if_any() {
    if (!unreadable_.empty() && faults_.empty()) {
      throw core::FileError{core::ConfigError{std::move(unreadable_)}.what()};
    }
    for (core::Fault& fault : unreadable_) {
      faults_.add(std::move(fault.where), std::move(fault.message));
    }
    faults_.throw_if_any();
  }

 private:
  std::filesystem::path existing_or_shipped(const std::filesystem::path& folder,
                                            const std::string& name) const {
    std::error_code error;
    const std::filesystem::path beside = folder / name;
    const std::filesystem::path inside = shipped_ / name;
    const bool use_shipped = !std::filesystem::exists(beside, error) && !shipped_.empty() &&
                             std::filesystem::exists(inside, error);
    return use_shipped ? inside : beside;
  }

  std::filesystem::path folder_;
  std::filesystem::path shipped_;
  const core::ParameterReader& reader_;
  core::Faults& faults_;
  std::vector<core::Fault> unreadable_;
};

/// Reads the family's own parameters; checks them together only if each is right by itself.
std::unique_ptr<Architecture> read_parameters(const CatalogEntry& family,
                                              core::ParameterReader& reader, core::Faults& faults) {
  auto architecture = family.make();
  const std::size_t before = faults.size();
  architecture->describe(reader);
  if (faults.size() == before) {
    architecture->check([&](const std::string& path) { return reader.where(path); }, faults);
  }
  reader.finish();
  return architecture;
}

nlohmann::ordered_json resolved(std::string name, Operation operation, Architecture& architecture) {
  return core::parameters_to_json([&](core::ParameterVisitor& visitor) {
    visitor.field("architecture", name, "family of accelerators");
    operation.describe(visitor);
    architecture.describe(visitor);
  });
}

}  // namespace

void Operation::describe(core::ParameterVisitor& visitor) {
  visitor.field("clock_ghz", clock_ghz, "GHz", "clock of the core", 0.01, 10.0);
  visitor.field("voltage", voltage, "V", "supply voltage of the core", 0.4, 1.5);
  visitor.field("technology", technology, "file with the energies and areas of one process");
  visitor.field("calibration", calibration,
                "file with factors from the technology to one chip; empty for none");
  visitor.field("ert", ert,
                "Accelergy energy reference table whose prices take the place of others; empty for "
                "none");
  visitor.field("art", art,
                "Accelergy area reference table whose areas take the place of others; empty for "
                "none");
}

ArchitectureFile::ArchitectureFile(std::string path, const std::vector<CatalogEntry>& families,
                                   std::filesystem::path shipped)
    : path_{std::move(path)},
      families_{families},
      shipped_{std::move(shipped)},
      node_{load_architecture(path_, faults_)} {}

Configuration ArchitectureFile::configure(const std::vector<core::Override>& overrides) const {
  core::Faults faults = faults_;
  core::ParameterReader reader{node_, path_, overrides, faults};
  FileNames files{path_, shipped_, reader, faults};
  Configuration configuration;
  configuration.name = std::filesystem::path{path_}.stem().string();

  const CatalogEntry* family = read_family(reader, path_, families_, faults);
  const std::size_t before = faults.size();
  configuration.operation.describe(reader);
  const Operation as_written = configuration.operation;
  if (faults.size() == before && as_written.technology.empty()) {
    faults.add({path_, 1, 1},
               "missing key 'technology'; it names the file with energies and areas");
  }
  if (!as_written.technology.empty()) {
    files.resolve("technology", configuration.operation.technology);
  }
  if (!as_written.calibration.empty()) {
    files.resolve("calibration", configuration.operation.calibration);
  }
  if (!as_written.ert.empty()) files.resolve("ert", configuration.operation.ert);
  if (!as_written.art.empty()) files.resolve("art", configuration.operation.art);
  auto architecture = family ? read_parameters(*family, reader, faults) : nullptr;
  files.throw_if_any();

  configuration.architecture = family->name;
  configuration.parameters = resolved(configuration.architecture, as_written, *architecture);
  configuration.machine = architecture->build(as_written.clock_ghz);
  configuration.family = std::move(architecture);
  return configuration;
}

Configuration read_configuration(const std::string& path,
                                 const std::vector<core::Override>& overrides,
                                 const std::vector<CatalogEntry>& families,
                                 const std::filesystem::path& shipped) {
  return ArchitectureFile{path, families, shipped}.configure(overrides);
}

std::vector<core::ParameterInfo> describe_architecture(const CatalogEntry& entry) {
  const auto architecture = entry.make();
  Operation operation;
  return core::list_parameters([&](core::ParameterVisitor& visitor) {
    operation.describe(visitor);
    architecture->describe(visitor);
  });
}

}  // namespace gossamer::arch
