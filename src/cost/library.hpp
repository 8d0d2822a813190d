// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "cost/primitive.hpp"

namespace gossamer::cost {

/// The primitives that all machines are composed of, each at the node of its source. The file
/// format is that of docs/cost.md.
class Library {
 public:
  /// Reads configs/technology/primitives.yaml or a user's own. Throws ConfigError with all faults,
  /// or FileError.
  static Library load(const std::string& path);

  const std::string& file() const { return file_; }
  const std::map<std::string, Primitive>& primitives() const { return primitives_; }

 private:
  std::string file_;
  std::map<std::string, Primitive> primitives_;
};

/// The name of the area of a primitive, in um2 at the node of its source, in its other formulas.
inline constexpr const char* area_name = "area";

}  // namespace gossamer::cost
