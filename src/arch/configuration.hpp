// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "arch/catalog.hpp"
#include "core/parameter_reader.hpp"
#include "core/parameter_writer.hpp"

namespace gossamer::arch {

/// The keys every architecture file starts with.
struct Operation {
  double clock_ghz = 1.0;
  double voltage = 0.8;
  std::string technology;   ///< file, as it can be opened from here
  std::string calibration;  ///< file, or "" for none
  std::string ert;          ///< Accelergy's table of energies, or "" for none
  std::string art;          ///< Accelergy's table of areas, or "" for none

  void describe(core::ParameterVisitor& visitor);
};

/// An architecture file, read and checked.
struct Configuration {
  std::string architecture;  ///< catalogue name
  std::string name;          ///< the file's name without folder and extension
  Operation operation;
  std::unique_ptr<Machine> machine;
  std::unique_ptr<Architecture> family;  ///< its parameters before they became the machine
  nlohmann::ordered_json parameters;     ///< every parameter, defaults filled in
};

/// An architecture file that was opened: configurations of other values need not read it again.
class ArchitectureFile {
 public:
  /// Opens configs/arch/NAME.yaml or the resolved.yaml of a run. Throws ConfigError for what is no
  /// architecture at all, or FileError.
  explicit ArchitectureFile(std::string path, const std::vector<CatalogEntry>& families = catalog(),
                            std::filesystem::path shipped = {});

  /// Like read_configuration, whose faults include those of the file.
  Configuration configure(const std::vector<core::Override>& overrides) const;

 private:
  std::string path_;
  const std::vector<CatalogEntry>& families_;
  std::filesystem::path shipped_;
  core::Faults faults_;
  YAML::Node node_;
};

/// Reads configs/arch/NAME.yaml or the resolved.yaml of a run, with overrides from the command
/// line. Throws ConfigError with all faults, or FileError. Paths in the file are relative to it, or
/// to `shipped` (the shipped data, "" for none) if nothing is there; those of overrides to the
/// current directory.
Configuration read_configuration(const std::string& path,
                                 const std::vector<core::Override>& overrides,
                                 const std::vector<CatalogEntry>& families = catalog(),
                                 const std::filesystem::path& shipped = {});

/// All parameters of a family with their defaults, `Operation` first.
std::vector<core::ParameterInfo> describe_architecture(const CatalogEntry& entry);

}  // namespace gossamer::arch
