// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/errors.hpp"
#include "cost/formula.hpp"

namespace gossamer::cost {

/// What a quantity follows when node and voltage change: logic both, a wire the voltage alone,
/// memory chips and their interfaces neither.
enum class Follows { logic, wire, nothing };

/// One sourced quantity of a primitive.
struct Quantity {
  Formula formula;  ///< um2, uW or pJ at `node_nm` and `voltage`, of the primitive's attributes
  double node_nm = 0.0;  ///< 0, as the voltage, where the primitive follows nothing
  double voltage = 0.0;  ///< V
  std::string mark;      ///< published, recalled, derived or assumed
  std::string source;
  core::Position where;
};

/// A row of the library: the smallest thing that has a price. Without an area it takes none;
/// without leakage it has none.
struct Primitive {
  std::string what;
  Follows follows = Follows::logic;
  std::optional<Quantity> area;             ///< um2
  std::optional<Quantity> leakage;          ///< uW; its formula may also name `area`
  std::string transistors;                  ///< class of its leakage: `general` or another
  std::map<std::string, Quantity> actions;  ///< pJ; formulas may also name `area`
  std::set<std::string> attributes;         ///< all that its formulas name
  core::Position where;
};

}  // namespace gossamer::cost
