// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gossamer::core {

/// Alike pieces of a component, of one primitive of the library
/// (configs/technology/primitives.yaml).
struct Part {
  std::string name;
  std::string primitive;
  double count = 1;                          ///< in one instance of the component
  std::map<std::string, double> attributes;  ///< units stand in the names: `bits`, `length_mm`
};

/// What one counted action makes a part do, and how often.
struct Use {
  std::string part;
  std::string action;  ///< of the part's primitive
  double times = 1;
};

/// One line of a machine's bill of materials: `instances` alike pieces of hardware, composed of
/// primitives. Areas and energies follow from the parts; a component has no price of its own.
struct Component {
  std::string path;  ///< slash path, as of its counters; `pe/...` for all PEs together
  std::string kind;  ///< what it is, in the field's words, as its counters say it
  std::uint64_t instances = 1;
  std::vector<Part> parts;
  std::map<std::string, std::vector<Use>> actions;  ///< all that its counters may count
};

using Components = std::vector<Component>;

/// A component of one part, whose counted actions are those of the primitive.
inline Component one_part(std::string path, const std::string& primitive, std::uint64_t instances,
                          std::map<std::string, double> attributes,
                          const std::vector<std::string>& actions) {
  Component component{std::move(path), primitive, instances, {}, {}};
  component.parts.push_back({primitive, primitive, 1, std::move(attributes)});
  for (const std::string& action : actions) component.actions[action] = {{primitive, action, 1}};
  return component;
}

}  // namespace gossamer::core
