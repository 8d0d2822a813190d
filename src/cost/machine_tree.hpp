// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cost/formula.hpp"

namespace gossamer::cost {

/// Alike pieces of a component in the area tree.
struct PartArea {
  std::string name;
  std::string primitive;
  double count = 1;  ///< in one instance of the component
  Attributes attributes;
  double unit_um2 = 0.0;  ///< one piece, raw
  double raw_mm2 = 0.0;   ///< all pieces of all instances
  double mm2 = 0.0;       ///< calibrated
};

/// A component with what it consists of.
struct ComponentArea {
  std::string path;
  std::string kind;
  std::uint64_t instances = 1;
  double unit_um2 = 0.0;
  double raw_mm2 = 0.0;
  double mm2 = 0.0;
  std::vector<PartArea> parts;
};

/// Calibrated energies in pJ: component -> part (or `leakage`) -> pJ.
using EnergyParts = std::map<std::string, std::map<std::string, double>>;

/// A quantity of the library that prices something of a machine.
struct SourceRow {
  std::string primitive;
  std::string quantity;  ///< "area", "leakage" or an action
  std::string formula;
  std::string unit;      ///< um2, uW or pJ
  double node_nm = 0.0;  ///< of the source; 0 for what does not scale
  double voltage = 0.0;  ///< V, likewise
  double factor = 1.0;   ///< from the formula to the technology and the voltage of the machine
  std::string mark;
  std::string source;
};

/// A law or factor that brings quantities from the nodes of their sources to the technology.
struct ScalingSource {
  std::string what;  ///< "energy", "area", "leakage, general", or "from 45 nm"
  std::string law;
  std::string mark;
  std::string source;
};

}  // namespace gossamer::cost
