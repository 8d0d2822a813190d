// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cost/price.hpp"

namespace gossamer::cost {

/// One line of the listing of all prices with their origin.
struct SourceLine {
  std::string kind;
  std::string action;      ///< "area", "leakage" or an action
  double value = 0.0;      ///< at the reference attributes, in this technology
  std::string unit;        ///< um2, uW/um2 or pJ
  std::string attributes;  ///< the reference attributes: "bits 81920 ^ 0.5, width_bits 80 ^ 1"
  std::string mark;
  std::string source;
};

/// The prices of all kinds of components in one process technology, each with its source.
/// The file format is that of docs/cost.md.
class Technology {
 public:
  /// Reads configs/technology/NAME.yaml. Throws ConfigError with all faults, or FileError.
  static Technology load(const std::string& path);

  const std::string& name() const { return name_; }
  const std::string& file() const { return file_; }
  /// The supply at which the prices hold, in volts.
  double voltage() const { return voltage_; }
  const std::map<std::string, KindPrices>& kinds() const { return kinds_; }

  /// Every price, by kind: area, leakage, then actions by name.
  std::vector<SourceLine> sources() const;

 private:
  Technology() = default;

  std::string name_;
  std::string file_;
  double voltage_ = 0.0;
  std::map<std::string, KindPrices> kinds_;
};

}  // namespace gossamer::cost
