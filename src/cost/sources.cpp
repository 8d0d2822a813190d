// SPDX-License-Identifier: Apache-2.0
#include "cost/sources.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace gossamer::cost {
namespace {

/// Primitive -> the actions that some action of a component is made of.
std::map<std::string, std::set<std::string>> used_actions(const core::Components& components) {
  std::map<std::string, std::set<std::string>> used;
  for (const auto& component : components) {
    std::map<std::string, std::string> primitive_of;
    for (const core::Part& part : component.parts) {
      primitive_of[part.name] = part.primitive;
      used[part.primitive];
    }
    for (const auto& [action, uses] : component.actions) {
      for (const core::Use& use : uses) used[primitive_of.at(use.part)].insert(use.action);
    }
  }
  return used;
}

ScalingSource energy_source(Method method) {
  if (method == Method::cv2) {
    return {"energy", "node / source's node x (V / source's V)^2", "assumed",
            "Plain C V^2: the capacitance of logic in proportion to the node."};
  }
  return {"energy", "ratio of a V^2 + b V + c at both nodes", "published",
          "Stillmaker and Baas, Integration 2017, as coded in Accelergy; between nodes of the "
          "table a power law."};
}

}  // namespace

std::vector<SourceRow> price_sources(const Technology& technology,
                                     const core::Components& components, double voltage) {
  const Scaling& scaling = technology.scaling();
  std::vector<SourceRow> rows;
  for (const auto& [name, actions] : used_actions(components)) {
    const Primitive& primitive = technology.library().primitives().at(name);
    const auto add = [&, &row = name](const std::string& what, const std::string& unit,
                                      const Quantity& quantity, double factor) {
      rows.push_back({row, what, quantity.formula.text(), unit, quantity.node_nm, quantity.voltage,
                      factor, quantity.mark, quantity.source});
    };
    if (primitive.area) {
      add("area", "um2", *primitive.area, scaling.area(primitive.follows, *primitive.area));
    }
    if (primitive.leakage) {
      add("leakage", "uW", *primitive.leakage, scaling.leakage_power(primitive, voltage));
    }
    for (const std::string& action : actions) {
      const Quantity& quantity = primitive.actions.at(action);
      add(action, "pJ", quantity, scaling.energy(primitive.follows, quantity, voltage));
    }
  }
  return rows;
}

std::vector<ScalingSource> scaling_sources(const Technology& technology) {
  const Scaling& scaling = technology.scaling();
  std::vector<ScalingSource> rows;
  if (scaling.method != Method::own) {
    rows.push_back(energy_source(scaling.method));
    rows.push_back({"area", "table of area factors", "published",
                    "Stillmaker and Baas, Integration 2017, as coded in Accelergy; between nodes "
                    "of the table a power law."});
  }
  for (const auto& [nm, own] : scaling.own) {
    rows.push_back(
        {fmt::format("from {} nm", nm),
         fmt::format("area {}, energy {}, leakage {}", own.area, own.energy, own.leakage),
         own.origin.mark, own.origin.source});
  }
  rows.push_back({"wires", "(V / source's V)^2", "assumed",
                  "The capacitance of a millimetre is taken as equal at all nodes."});
  const std::string by_node =
      scaling.method == Method::own ? "own leakage factor" : "area factor of the table";
  for (const auto& [transistors, factor] : scaling.leakage) {
    rows.push_back({"leakage, " + transistors,
                    fmt::format("{} x {} x (V / {} V)^2", factor, by_node, scaling.voltage),
                    scaling.leakage_origin.mark, scaling.leakage_origin.source});
  }
  return rows;
}

}  // namespace gossamer::cost
