// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/component.hpp"
#include "core/layer_record.hpp"
#include "cost/breakdown.hpp"
#include "cost/calibration.hpp"
#include "cost/technology.hpp"

namespace gossamer::cost {

/// Prices a machine's bill of materials and its counted actions. Knows kinds and paths, no machine.
class CostModel {
 public:
  explicit CostModel(Technology technology, Calibration calibration = {});

  const Technology& technology() const { return technology_; }
  const Calibration& calibration() const { return calibration_; }

  using Actions = std::map<std::string, std::uint64_t>;

  /// Throws ConfigError with everything that would keep this machine from being priced: kinds,
  /// actions and attributes without a price, counters of no component, fits of no component.
  /// `counters` (path -> action -> anything) are all that its records can have.
  void check(const core::Components& components,
             const std::map<std::string, Actions>& counters) const;

  /// Area in mm2, all instances of a component together; components without area have no key.
  /// Throws ConfigError, positioned at the technology file, for every kind without prices and
  /// every attribute that a law needs and a component lacks.
  Breakdown area(const core::Components& components) const;

  /// Energy in pJ: count x price x (voltage / reference)^2 of each counted action, and leakage x
  /// cycles / clock; one leaf per component. Throws ConfigError like area(), and for every counted
  /// action without a price and every counter whose path is no component.
  Breakdown energy(const core::LayerRecord& record, const core::Components& components,
                   double clock_ghz, double voltage) const;

  /// `path action` of each priced action of the machine for which the record has no counter: the
  /// other half of completeness. Empty for a machine that counts everything it could be charged
  /// for.
  std::vector<std::string> uncounted_actions(const core::LayerRecord& record,
                                             const core::Components& components) const;

 private:
  const KindPrices* find_kind(const core::Component& component, core::Faults& faults) const;
  double area_um2(const core::Component& component, const KindPrices& prices,
                  core::Faults& faults) const;
  double action_energy_pj(const core::Component& component, const KindPrices& prices,
                          const Actions& actions, double voltage_squared,
                          core::Faults& faults) const;
  Breakdown finish_area(std::map<std::string, double> leaves) const;
  Breakdown finish_energy(std::map<std::string, double> leaves) const;

  Technology technology_;
  Calibration calibration_;
};

}  // namespace gossamer::cost
