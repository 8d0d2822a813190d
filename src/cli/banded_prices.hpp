// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "arch/configuration.hpp"
#include "core/layer_record.hpp"
#include "cost/cost_model.hpp"
#include "report/comparison/comparison.hpp"

namespace gossamer::cli {

/// A machine's prices as its technology says, and by either method of scaling values to its node:
/// what counters and a bill of materials cost without simulating again.
class BandedPrices {
 public:
  /// `technology` is a file in the place of the machine's own, "" for none. Throws FileError, and
  /// ConfigError for whatever of the machine has no price.
  BandedPrices(const arch::Configuration& configuration, const std::string& technology);

  report::comparison::LayerEnergy energy(const core::LayerRecord& record) const;
  /// Calibrated, by component, in mm2.
  std::map<std::string, double> area() const;
  /// The total area by each method; the two share one table of areas.
  std::map<std::string, double> area_by_method() const;
  /// Says "tables" for the technology, and nothing of scaling or calibration, where neither is in
  /// any price.
  report::Pricing pricing() const;
  /// Whether Accelergy's tables have every price of the machine.
  bool from_tables_alone() const;
  /// Whether the technology has factors of its own, so that nothing says how far they are off.
  bool has_band() const { return !by_method_.empty(); }

 private:
  arch::Operation operation_;
  core::Components components_;
  cost::CostModel nominal_;
  std::map<std::string, cost::CostModel> by_method_;
};

}  // namespace gossamer::cli
