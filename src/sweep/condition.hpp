// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "cost/formula.hpp"

namespace gossamer::sweep {

/// A comparison of two expressions of parameters: `accumulator.banks >= 2 * pe.f`.
class Condition {
 public:
  /// Adds a fault where the text is none.
  static Condition parse(const std::string& text, const core::Position& where,
                         core::Faults& faults);

  const std::string& text() const { return text_; }
  const core::Position& where() const { return where_; }
  /// Every parameter that it names.
  std::set<std::string> names() const;
  /// Whether both sides are finite numbers. No name may be missing, here and below.
  bool is_number(const cost::Attributes& parameters) const;
  bool holds(const cost::Attributes& parameters) const;

 private:
  enum class Kind { less, less_equal, equal, not_equal, greater_equal, greater };

  std::string text_;
  core::Position where_;
  Kind kind_ = Kind::equal;
  cost::Formula left_;
  cost::Formula right_;
};

}  // namespace gossamer::sweep
