// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/component.hpp"
#include "core/errors.hpp"
#include "cost/library.hpp"

namespace gossamer::cost {

/// Path -> action -> count.
using CountedActions = std::map<std::string, std::map<std::string, std::uint64_t>>;

/// Adds a fault for each action of a component that is made of an action that the library's
/// primitive has not. Throws std::logic_error for a use of a part that the component has not and
/// for a part that is listed twice: bugs of the machine.
void check_composition(const core::Component& component, const Library& library,
                       core::Faults& faults);

/// Adds a fault for each counter whose path is no component or whose action it does not offer.
/// `file` is what the faults name.
void refuse_unpriced_counters(const core::Components& components, const CountedActions& counters,
                              const std::string& file, core::Faults& faults);

/// Adds a fault for each action that a component offers and no counter counts.
void refuse_uncounted_actions(const core::Components& components, const CountedActions& counters,
                              const std::string& file, core::Faults& faults);

}  // namespace gossamer::cost
