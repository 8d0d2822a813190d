// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace gossamer::cli {

/// A fresh hidden directory beside the one it will become, so that a rename puts it in place in one
/// step. Whatever stands under its name when the object goes is removed.
class PartialDirectory {
 public:
  /// `parent`/.`name`.PID.N.partial. Throws FileError, naming the file as `shown`, if it cannot be
  /// made.
  PartialDirectory(const std::filesystem::path& parent, const std::string& name,
                   const std::string& shown);
  ~PartialDirectory();
  PartialDirectory(const PartialDirectory&) = delete;
  PartialDirectory& operator=(const PartialDirectory&) = delete;

  /// Removes it now. "", or what is left and why, in words.
  std::string remove();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Throws FileError: `path: what: the system's words for errno value `code``.
[[noreturn]] void throw_file_error(const std::filesystem::path& path, const std::string& what,
                                   int code);

}  // namespace gossamer::cli
