// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace gossamer::cli {

/// The directory a run writes its report to. It appears, or replaces an older report, as a whole.
class OutputDirectory {
 public:
  /// Resolves the path and checks, without leaving anything behind, that it can be written. Throws
  /// ConfigError if something other than a Gossamer report is there, FileError if it cannot be
  /// written.
  explicit OutputDirectory(const std::string& path);

  /// Whether a file or directory is in the directory, or is the directory itself.
  bool holds(const std::filesystem::path& path) const;

  /// Writes all files (name -> content; a name may have folders) into a sibling directory and
  /// renames it into place. Interrupts wait meanwhile; one that came before the rename leaves
  /// everything as it was. Throws like the constructor, and FileError naming what is left of an
  /// older report that cannot be removed.
  void replace(const std::map<std::string, std::string>& files) const;

 private:
  void check_replaceable() const;
  void put_in_place(const std::filesystem::path& fresh) const;

  std::filesystem::path path_;
  std::string as_given_;
};

}  // namespace gossamer::cli
