// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/errors.hpp"

namespace gossamer::cost {

using Attributes = std::map<std::string, double>;

/// The law of a quantity: an expression of attributes with + - * / ^, parentheses and the functions
/// sqrt, log2, floor, ceil, mod (the remainder), min and max, such as `0.0193 * bits + 25.9 *
/// sqrt(words)`. Names may have dots inside: `pe.rows`.
class Formula {
 public:
  /// The constant 0.
  Formula();

  /// Adds one fault and returns the constant 1 where the text is no expression.
  static Formula parse(const std::string& text, const core::Position& where, core::Faults& faults);

  const std::string& text() const { return text_; }
  /// Every attribute that the expression names.
  const std::set<std::string>& names() const { return names_; }
  /// No name may be missing. The same bits on every host.
  double at(const Attributes& attributes) const;

 private:
  friend class FormulaParser;
  enum class Kind { number, name, negate, add, subtract, multiply, divide, power, call };

  struct Node {
    Kind kind = Kind::number;
    double number = 0.0;
    std::string name;               // of the attribute or function
    std::vector<std::size_t> args;  // indices of nodes
  };

  double value(std::size_t node, const Attributes& attributes) const;
  double call(const Node& node, const Attributes& attributes) const;

  std::string text_ = "0";
  std::vector<Node> nodes_;  // the last one is the root
  std::set<std::string> names_;
};

}  // namespace gossamer::cost
