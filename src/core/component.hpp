// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gossamer::core {

/// One line of a machine's bill of materials: `instances` alike pieces of hardware of one kind.
/// Areas and energies per action follow from the kind and the attributes; units stand in the
/// attribute names (`bits`, `width_bits`, `inputs`).
struct Component {
  std::string path;  ///< slash path, as of its counters; `pe/...` for all PEs together
  std::string kind;  ///< row of the technology file
  std::uint64_t instances = 1;
  std::map<std::string, double> attributes;
};

using Components = std::vector<Component>;

}  // namespace gossamer::core
