// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

namespace gossamer::cost {

/// A quantity that follows from a component's attributes by powers: `value` at the reference
/// attributes, times the product of (attribute / reference) ^ exponent.
struct Law {
  struct Term {
    std::string attribute;
    double reference = 1.0;
    double exponent = 0.0;
  };

  double value = 0.0;
  std::vector<Term> terms;

  /// Attributes that the law needs and `attributes` lacks.
  std::vector<std::string> missing(const std::map<std::string, double>& attributes) const;

  /// The quantity, in the unit of `value`; no attribute may be missing. The same bits on every
  /// host.
  double at(const std::map<std::string, double>& attributes) const;
};

}  // namespace gossamer::cost
