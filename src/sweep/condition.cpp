// SPDX-License-Identifier: Apache-2.0
#include "sweep/condition.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/names.hpp"

namespace gossamer::sweep {

Condition Condition::parse(const std::string& text, const core::Position& where,
                           core::Faults& faults) {
  // Longer ones first: `<` also begins `<=`.
  static constexpr std::array<std::pair<std::string_view, Kind>, 6> operators{
      {{"<=", Kind::less_equal},
       {">=", Kind::greater_equal},
       {"==", Kind::equal},
       {"!=", Kind::not_equal},
       {"<", Kind::less},
       {">", Kind::greater}}};
  Condition condition;
  condition.text_ = text;
  condition.where_ = where;
  for (const char* word : {" and ", " or ", "&&", "||"}) {
    if (text.find(word) == std::string::npos) continue;
    faults.add(where,
               fmt::format("the condition {} is more than one; each is an entry of the list, "
                           "and all must hold",
                           core::quoted(text)));
    return condition;
  }
  const std::size_t at = text.find_first_of("<>=!");
  if (at != std::string::npos) {
    for (const auto& [sign, kind] : operators) {
      if (text.compare(at, sign.size(), sign) != 0) continue;
      condition.kind_ = kind;
      condition.left_ = cost::Formula::parse(text.substr(0, at), where, faults);
      condition.right_ = cost::Formula::parse(text.substr(at + sign.size()), where, faults);
      return condition;
    }
  }
  faults.add(where, fmt::format("the condition {} compares nothing; allowed: one of <, <=, ==, !=, "
                                ">=, > between two expressions",
                                core::quoted(text)));
  return condition;
}

std::set<std::string> Condition::names() const {
  std::set<std::string> names = left_.names();
  names.insert(right_.names().begin(), right_.names().end());
  return names;
}

bool Condition::is_number(const cost::Attributes& parameters) const {
  return std::isfinite(left_.at(parameters)) && std::isfinite(right_.at(parameters));
}

bool Condition::holds(const cost::Attributes& parameters) const {
  const double left = left_.at(parameters);
  const double right = right_.at(parameters);
  switch (kind_) {
    case Kind::less:
      return left < right;
    case Kind::less_equal:
      return left <= right;
    case Kind::equal:
      return left == right;
    case Kind::not_equal:
      return left != right;
    case Kind::greater_equal:
      return left >= right;
    case Kind::greater:
      return left > right;
  }
  return false;
}

}  // namespace gossamer::sweep
