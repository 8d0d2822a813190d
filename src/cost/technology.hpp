// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "cost/library.hpp"
#include "cost/scaling.hpp"

namespace gossamer::cost {

/// A process technology: its node, the method that brings the library's values to it, and the
/// library. The file format is that of docs/cost.md.
class Technology {
 public:
  /// Reads configs/technology/NAME.yaml and the library that it names, relative to it or, if
  /// nothing is there, to `shipped` ("" for none). Throws ConfigError with all faults, or
  /// FileError.
  static Technology load(const std::string& path, const std::filesystem::path& shipped = {});

  const std::string& name() const { return name_; }
  const std::string& file() const { return file_; }
  const Library& library() const { return library_; }
  const Scaling& scaling() const { return scaling_; }
  /// The same node and library with values brought there by `cv2` or `fitted`, whatever the file
  /// says. Throws ConfigError where a node is beyond the ends of the tables.
  Technology scaled_by(Method method) const;
  /// "cv2 from the sources' nodes to 16 nm": how values were scaled, for reports.
  std::string method() const;

 private:
  Technology() = default;

  std::string name_;
  std::string file_;
  Library library_;
  Scaling scaling_;
};

}  // namespace gossamer::cost
