// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <map>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "cost/price.hpp"

namespace gossamer::cost {

/// Reads the prices of component kinds out of a technology file; faults are collected, not thrown.
class PriceReader {
 public:
  PriceReader(std::string file, core::Faults& faults);

  /// The mapping `scaling`: must come before the kinds that refer to it.
  void read_scalings(const YAML::Node& node);
  /// One entry of the mapping `components`.
  KindPrices read_kind(const std::string& kind, const YAML::Node& node);

 private:
  enum class Quantity { area, leakage, energy };

  std::optional<Price> read_optional(const std::string& what, const YAML::Node& node,
                                     Quantity quantity);
  Price read_price(const std::string& what, const YAML::Node& node, Quantity quantity);
  std::vector<Law::Term> read_terms(const std::string& what, const YAML::Node& at,
                                    const YAML::Node& exponents);
  double read_number(const std::string& what, const YAML::Node& node);

  std::string file_;
  core::Faults& faults_;
  std::map<std::string, Scaling> scalings_;
  std::vector<std::string> scaling_names_;
};

}  // namespace gossamer::cost
