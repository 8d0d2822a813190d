// SPDX-License-Identifier: Apache-2.0
#include "cost/completeness.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <vector>

#include "core/names.hpp"
#include "cost/keys.hpp"

namespace gossamer::cost {

void check_composition(const core::Component& component, const Library& library,
                       core::Faults& faults) {
  std::map<std::string, std::string> primitive_of;
  for (const core::Part& part : component.parts) {
    if (primitive_of.emplace(part.name, part.primitive).second) continue;
    throw std::logic_error(
        fmt::format("'{}' lists its part '{}' twice", component.path, part.name));
  }
  for (const auto& [action, uses] : component.actions) {
    for (const core::Use& use : uses) {
      const auto part = primitive_of.find(use.part);
      if (part == primitive_of.end()) {
        throw std::logic_error(fmt::format("the action '{}' of '{}' uses '{}', which is no part",
                                           action, component.path, use.part));
      }
      const auto primitive = library.primitives().find(part->second);
      if (primitive == library.primitives().end()) continue;  // said already
      const auto& actions = primitive->second.actions;
      if (actions.count(use.action) != 0) continue;
      faults.add(primitive->second.where,
                 fmt::format("no price for the action '{}' of the primitive '{}', which '{}' of "
                             "'{}' is made of{}",
                             use.action, part->second, action, component.path,
                             core::suggestion(use.action, keys(actions))));
    }
  }
}

void refuse_unpriced_counters(const core::Components& components, const CountedActions& counters,
                              const std::string& file, core::Faults& faults) {
  std::map<std::string, const core::Component*> by_path;
  for (const auto& component : components) by_path[component.path] = &component;
  for (const auto& [path, actions] : counters) {
    const auto component = by_path.find(path);
    if (component == by_path.end()) {
      faults.add({file}, fmt::format("actions were counted at '{}', which is no component of the "
                                     "machine and cannot be priced{}",
                                     path, core::suggestion(path, keys(by_path))));
      continue;
    }
    for (const auto& [action, count] : actions) {
      const auto& offered = component->second->actions;
      if (offered.count(action) != 0) continue;
      faults.add({file},
                 fmt::format("no price for the counted action '{}' of '{}' ({}){}", action, path,
                             component->second->kind, core::suggestion(action, keys(offered))));
    }
  }
}

void refuse_uncounted_actions(const core::Components& components, const CountedActions& counters,
                              const std::string& file, core::Faults& faults) {
  for (const auto& component : components) {
    const auto counted = counters.find(component.path);
    for (const auto& [action, uses] : component.actions) {
      if (counted != counters.end() && counted->second.count(action) != 0) continue;
      faults.add({file}, fmt::format("no module counts the action '{}' of '{}' ({})", action,
                                     component.path, component.kind));
    }
  }
}

}  // namespace gossamer::cost
