// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/component.hpp"
#include "core/layer_record.hpp"
#include "cost/accelergy_tables.hpp"
#include "cost/breakdown.hpp"
#include "cost/calibration.hpp"
#include "cost/machine_tree.hpp"
#include "cost/part_prices.hpp"
#include "cost/technology.hpp"

namespace gossamer::cost {

/// What a layer cost: by component, and each component by its parts and leakage.
struct LayerEnergy {
  Breakdown leaves;  ///< pJ
  EnergyParts parts;
};

/// Prices a machine's bill of materials and its counted actions. What tables of the user say of a
/// component takes the place of what its parts make, and is not calibrated. Knows primitives and
/// paths, no machine.
class CostModel {
 public:
  explicit CostModel(Technology technology, Calibration calibration = {},
                     AccelergyTables tables = {});

  const Technology& technology() const { return technology_; }
  const Calibration& calibration() const { return calibration_; }
  const AccelergyTables& tables() const { return tables_; }

  using Actions = std::map<std::string, std::uint64_t>;
  using Counters = std::map<std::string, Actions>;

  /// Throws ConfigError with everything that would keep this machine from being priced: primitives
  /// and attributes that the library lacks, counters of no component, counted actions that the
  /// component does not offer, offered actions that have no counter, fits of no component.
  /// `counters` (path -> action -> anything) are all that its records can have.
  void check(const core::Components& components, const Counters& counters) const;

  /// Area in mm2, all instances of a component together; components without area have no key.
  /// Throws ConfigError for what the library cannot price.
  Breakdown area(const core::Components& components) const;

  /// The same with what each component consists of, in the order of the bill of materials.
  std::vector<ComponentArea> area_tree(const core::Components& components) const;

  /// Energy: count x times x price of each primitive action at this voltage, and leakage x
  /// cycles / clock. Throws ConfigError like area(), and for every counter without a price.
  LayerEnergy energy(const core::LayerRecord& record, const core::Components& components,
                     double clock_ghz, double voltage) const;

  /// What one instance of each component costs, calibrated: its area, each counted action, leakage
  /// in a cycle. Throws ConfigError like area().
  std::map<std::string, TablePrices> unit_prices(const core::Components& components,
                                                 double clock_ghz, double voltage) const;

  /// The rows of the library that these components use, by name.
  std::vector<SourceRow> sources(const core::Components& components, double voltage) const;

 private:
  std::map<std::string, PartPrices> price_parts(const core::Component& component, double voltage,
                                                core::Faults& faults) const;

  Technology technology_;
  Calibration calibration_;
  AccelergyTables tables_;
};

}  // namespace gossamer::cost
