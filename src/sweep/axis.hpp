// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/yaml_map.hpp"
#include "sweep/value.hpp"

namespace gossamer::sweep {

/// One of the values that a parameter takes.
struct Choice {
  Value value;
  core::Position where;
};

/// All values between two ends, for samples.
struct Interval {
  double from = 0.0;
  double to = 0.0;
  bool log = false;    ///< evenly spread over the logarithm
  bool whole = false;  ///< whole numbers, both ends among them

  /// The value below which the share `q` in [0, 1) lies. The same bits on every host.
  Value at(double q) const;
};

/// A parameter and the values that a sweep gives it.
struct Axis {
  std::string path;  ///< "pe.rows"
  core::Position where;
  std::vector<Choice> choices;
  std::optional<Interval> interval;  ///< instead of choices

  Value at(double q) const;
};

/// Reads a value, a list of values or a range: `{from, to}` with one of `step`, `factor` or
/// `points` (and `scale: linear` or `log`), or with none of them if the sweep draws `samples`. Adds
/// every fault.
Axis read_axis(const core::YamlEntry& entry, Type type, bool samples, const std::string& file,
               core::Faults& faults);

}  // namespace gossamer::sweep
