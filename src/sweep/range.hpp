// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/yaml_map.hpp"
#include "sweep/axis.hpp"

namespace gossamer::sweep {

/// No parameter needs more values than this.
inline constexpr std::size_t most_choices = 100000;

/// Reads `{from, to, step | factor | points, scale}` into the choices or the interval of an axis.
/// Choices are computed in decimal, so that 0.1 to 0.5 by 0.1 gives 0.3, and `from` and, where it
/// is met, `to` are exact. Adds every fault.
void read_range(const core::YamlEntry& entry, Type type, bool samples, const std::string& file,
                Axis& axis, core::Faults& faults);

}  // namespace gossamer::sweep
