// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "core/component.hpp"
#include "core/errors.hpp"
#include "cost/technology.hpp"

namespace gossamer::cost {

/// What one piece of a part costs in a technology at a supply voltage.
struct PartPrices {
  double area_um2 = 0.0;
  double leakage_uw = 0.0;
  std::map<std::string, double> action_pj;
};

/// Prices one piece of a component's part. Adds faults for an unknown primitive, attributes that
/// its formulas need and lack or do not know, and values that are not positive.
PartPrices price_part(const Technology& technology, double voltage,
                      const core::Component& component, const core::Part& part,
                      core::Faults& faults);

}  // namespace gossamer::cost
