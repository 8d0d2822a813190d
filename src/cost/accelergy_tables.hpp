// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/component.hpp"
#include "core/errors.hpp"

namespace gossamer::cost {

/// What Accelergy's tables say of one component.
struct TablePrices {
  std::map<std::string, double> action_pj;  ///< of one counted action
  std::optional<double> leak_pj;            ///< of one instance in one cycle of the core
  std::optional<double> area_um2;           ///< of one instance
};

/// Prices of components out of an energy reference table and an area reference table of Accelergy
/// (version 0.4). They take the place of what the component is composed of, and are not calibrated.
class AccelergyTables {
 public:
  /// No tables.
  AccelergyTables() = default;

  /// Reads ERT.yaml and ART.yaml; "" for none of the two. Keys that say nothing about prices are
  /// passed over. Throws ConfigError with all faults, or FileError.
  static AccelergyTables load(const std::string& ert, const std::string& art);

  /// The prices by path of the component. A table's name is that path with dots, behind the name of
  /// a system or not, with or without ranges: `chip.pe[1..64].ram` is `pe/ram`. Adds a fault for
  /// each name that is no component's, for each action that the component does not count, and for
  /// components with two tables.
  std::map<std::string, TablePrices> of(const core::Components& components,
                                        core::Faults& faults) const;

  bool empty() const { return entries_.empty(); }

 private:
  /// One number of a table.
  struct Entry {
    std::string name;    ///< of the table, without ranges
    std::string action;  ///< "" for an area
    double value = 0.0;
    core::Position name_where;
    core::Position where;
  };

  void read_ert(const std::string& file, core::Faults& faults);
  void read_art(const std::string& file, core::Faults& faults);

  std::vector<Entry> entries_;
};

/// The action by which Accelergy counts leakage, once a cycle.
inline constexpr const char* leak_action = "leak";

/// The name of a component in Accelergy's tables without system and ranges: its path with dots.
std::string accelergy_name(const std::string& path);

}  // namespace gossamer::cost
