// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/errors.hpp"
#include "cost/law.hpp"

namespace gossamer::cost {

/// How values of one origin become values of this technology.
struct Scaling {
  double area = 1.0;
  double energy = 1.0;
  double leakage = 1.0;
  bool follows_voltage = true;  ///< false for what the voltage of the chip's logic does not drive
};

/// One sourced number of the technology file.
struct Price {
  Law law;             ///< in the unit and at the node of its source
  double scale = 1.0;  ///< brings it to this technology
  bool follows_voltage = true;
  std::string scaling;  ///< name of the scaling
  std::string mark;     ///< published, recalled, derived or assumed
  std::string source;
  core::Position where;

  /// At this technology and its reference voltage.
  double at(const std::map<std::string, double>& attributes) const {
    return scale * law.at(attributes);
  }
};

/// What one kind of component costs. Without an area it takes none; without leakage it has none.
struct KindPrices {
  std::optional<Price> area;             ///< um2 of one instance
  std::optional<Price> leakage;          ///< uW per um2 of area
  std::map<std::string, Price> actions;  ///< pJ of one action
  core::Position where;
};

}  // namespace gossamer::cost
