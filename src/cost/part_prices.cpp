// SPDX-License-Identifier: Apache-2.0
#include "cost/part_prices.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "core/names.hpp"
#include "cost/keys.hpp"

namespace gossamer::cost {
namespace {

std::string name_of(const core::Component& component, const core::Part& part) {
  return fmt::format("'{}' of '{}' (primitive '{}')", part.name, component.path, part.primitive);
}

/// Whether the part has the attributes that its primitive's formulas name, and no others.
bool check_attributes(const Primitive& primitive, const core::Component& component,
                      const core::Part& part, core::Faults& faults) {
  const std::size_t before = faults.size();
  const std::vector<std::string> known{primitive.attributes.begin(), primitive.attributes.end()};
  for (const std::string& name : known) {
    if (part.attributes.count(name) != 0) continue;
    faults.add(
        primitive.where,
        fmt::format("{} lacks the attribute '{}', on which its price depends{}",
                    name_of(component, part), name, core::suggestion(name, keys(part.attributes))));
  }
  for (const auto& [name, value] : part.attributes) {
    if (primitive.attributes.count(name) != 0) continue;
    faults.add(primitive.where,
               fmt::format("{} has the attribute '{}', on which no price depends{}",
                           name_of(component, part), name, core::suggestion(name, known)));
  }
  return faults.size() == before;
}

/// The formula's value at the node of its source.
double evaluate(const Quantity& quantity, const Attributes& attributes, const std::string& what,
                core::Faults& faults) {
  const double value = quantity.formula.at(attributes);
  if (std::isfinite(value) && value > 0.0) return value;
  std::string given;
  for (const auto& [name, number] : attributes) given += fmt::format(" {} {}", name, number);
  faults.add(quantity.where,
             fmt::format("{} comes out as {} for{}; allowed: more than 0", what, value, given));
  return 0.0;
}

}  // namespace

PartPrices price_part(const Technology& technology, double voltage,
                      const core::Component& component, const core::Part& part,
                      core::Faults& faults) {
  PartPrices prices;
  const auto& primitives = technology.library().primitives();
  const auto found = primitives.find(part.primitive);
  if (found == primitives.end()) {
    faults.add({technology.library().file()},
               fmt::format("no primitive '{}' for '{}' of '{}'{}", part.primitive, part.name,
                           component.path, core::suggestion(part.primitive, keys(primitives))));
    return prices;
  }
  const Primitive& primitive = found->second;
  if (!check_attributes(primitive, component, part, faults)) return prices;
  const std::string name = name_of(component, part);
  const Scaling& scaling = technology.scaling();
  Attributes attributes = part.attributes;
  if (primitive.area) {
    const double at_source = evaluate(*primitive.area, attributes, "the area of " + name, faults);
    attributes[area_name] = at_source;
    prices.area_um2 = at_source * scaling.area(primitive.follows, *primitive.area);
  }
  if (primitive.leakage) {
    prices.leakage_uw = evaluate(*primitive.leakage, attributes, "the leakage of " + name, faults) *
                        scaling.leakage_power(primitive, voltage);
  }
  for (const auto& [action, quantity] : primitive.actions) {
    prices.action_pj[action] =
        evaluate(quantity, attributes, fmt::format("the action '{}' of {}", action, name), faults) *
        scaling.energy(primitive.follows, quantity, voltage);
  }
  return prices;
}

}  // namespace gossamer::cost
