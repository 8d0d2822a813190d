// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "report/comparison/comparison.hpp"
#include "report/totals.hpp"

namespace gossamer::report::comparison {

inline constexpr double joule_per_pj = 1e-12;

/// A smallest and a largest value.
struct Band {
  double low = 0.0;
  double high = 0.0;
};

/// Time and energy of a layer, or of several after each other.
struct Spent {
  double time_s = 0.0;
  LayerEnergy energy;

  double edp_js() const { return energy.pj * joule_per_pj * time_s; }
  /// Priced by one method, or as the technology says where it has but one.
  double energy_pj(const std::string& method) const {
    const auto found = energy.by_method_pj.find(method);
    return found == energy.by_method_pj.end() ? energy.pj : found->second;
  }
  void add(const Spent& other);
};

/// Lowest and highest energy over the methods of scaling.
Band energy_band(const Spent& spent);

/// How much better a machine is than the baseline; above 1 is better. Bands are over the methods of
/// scaling, each of which prices both machines.
struct Gains {
  double speedup = 0.0;
  double energy = 0.0;  ///< also of MACs per joule: both machines do the same MACs
  Band energy_band;
  double edp = 0.0;
  Band edp_band;
};
Gains gains(const Spent& baseline, const Spent& machine);

}  // namespace gossamer::report::comparison
