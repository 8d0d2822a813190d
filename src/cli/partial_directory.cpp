// SPDX-License-Identifier: Apache-2.0
#include "cli/partial_directory.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/errors.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

void throw_file_error(const fs::path& path, const std::string& what, int code) {
  throw core::FileError{path.string() + ": " + what + ": " + std::strerror(code)};
}

PartialDirectory::PartialDirectory(const fs::path& parent, const std::string& name,
                                   const std::string& shown) {
  for (unsigned n = 0;; ++n) {
    const fs::path path = parent / ("." + name + "." + std::to_string(getpid()) + "." +
                                    std::to_string(n) + ".partial");
    if (::mkdir(path.c_str(), 0777) == 0) {
      path_ = path;
      return;
    }
    // A name that is taken belongs to a run that was killed; the next one is free.
    if (errno != EEXIST) throw_file_error(shown, "cannot be written", errno);
  }
}

PartialDirectory::~PartialDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string PartialDirectory::remove() {
  std::error_code error;
  fs::remove_all(path_, error);
  return error ? path_.string() + ": is left over and cannot be removed: " + error.message() : "";
}

}  // namespace gossamer::cli
