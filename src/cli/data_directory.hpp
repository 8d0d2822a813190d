// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace gossamer::cli {

/// Where the shipped `configs` and `workloads` are: ../share/gossamer beside an installed program,
/// else the source tree of a program that still stands where it was built. Empty if neither exists.
std::filesystem::path data_directory();

/// The architecture file that a user means: a path as given, or the bare name of a shipped one
/// ("scnn"). Throws FileError with the nearest shipped name, ConfigError for the name of a
/// workload, which ends with `usage`.
std::string find_architecture(const std::string& given, const std::filesystem::path& data,
                              const std::string& usage = "the order is ARCH WORKLOAD");

/// The same for a workload.
std::string find_workload(const std::string& given, const std::filesystem::path& data,
                          const std::string& usage = "the order is ARCH WORKLOAD");

/// The technology file that a user means: a path as given, or the bare name of a shipped one
/// ("16nm"). Throws FileError with the nearest shipped name.
std::string find_technology(const std::string& given, const std::filesystem::path& data);

/// The shipped architecture of this name, or that workload: for names in files, which do not depend
/// on the current directory. Throws FileError with the nearest shipped name.
std::string shipped_architecture(const std::string& name, const std::filesystem::path& data);
std::string shipped_workload(const std::string& name, const std::filesystem::path& data);

/// The sweep file that a user means, likewise a path as given or the bare name of a shipped one.
std::string find_sweep(const std::string& given, const std::filesystem::path& data);

/// The same for a file of either sort.
std::string find_input(const std::string& given, const std::filesystem::path& data);

}  // namespace gossamer::cli
