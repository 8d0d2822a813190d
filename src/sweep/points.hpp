// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "arch/machine.hpp"
#include "core/parameter_reader.hpp"
#include "sweep/definition.hpp"

namespace gossamer::sweep {

/// A sweep has at most so many points.
inline constexpr std::size_t most_points = 1000000;

/// One simulation of a sweep: values for the axes of its base and, after them, for what is derived.
struct Point {
  std::size_t base = 0;
  std::size_t workload = 0;
  std::vector<Value> values;
};

struct Points {
  std::vector<Point> kept;
  std::size_t left_out = 0;  ///< those for which a condition does not hold
};

/// All points, those of a base together and, within, those of a workload; the last axis of a grid
/// runs fastest. Throws ConfigError if there are too many or none, or an expression is no finite
/// number for one of them.
Points expand(const Sweep& sweep);

/// Every parameter that some base varies or derives, in the order of the sweep file.
std::vector<std::string> columns(const Sweep& sweep);

/// The parameters of a point with their values.
std::vector<std::pair<std::string, Value>> settings(const Sweep& sweep, const Point& point);

/// The same as the reader of its architecture takes them; those of the sweep itself left out. Names
/// of files are relative to the sweep file.
std::vector<core::Override> overrides(const Sweep& sweep, const Point& point);

/// How to simulate a point. Throws ConfigError for a derived seed that is none.
arch::SimulationOptions options(const Sweep& sweep, const Point& point);

/// The layers with the densities of the point. Throws ConfigError where they are none, or a pattern
/// cannot hold them.
std::vector<workload::Layer> layers(const Sweep& sweep, const Point& point);

}  // namespace gossamer::sweep
