// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "report/run_report.hpp"

namespace gossamer::report {

/// How much of a layer's time something besides the multipliers was in use.
struct ResourceUse {
  std::string name;    ///< "DRAM", or a group of alike modules ("weight feeder")
  double share = 0.0;  ///< of DRAM: bytes over bandwidth x time; of modules: busy edges over all
};

/// Where most multiplier-cycles of a layer were lost, and what was most in use meanwhile.
struct Bottleneck {
  std::string reason;  ///< the largest avoidable of the slots that are not useful; "" for none
  double share = 0.0;  ///< of multipliers x cycles
  std::vector<ResourceUse> resources;  ///< the three most in use, descending
  std::string text;                    ///< a sentence of both; "" for a layer without slots
};

/// Derived from slots, activities and DRAM bytes alone; no architecture is known here. A wait
/// counts as one for a resource only as far as the busiest of the modules with multipliers was not
/// busy: beyond that it is a wait for that module. Modules that own the multipliers are left out of
/// the resources, and the DRAM's port, which is busy as long as requests are under way: DRAM is
/// judged by its bytes.
Bottleneck bottleneck(const LayerReport& layer, const RunReport& run);

}  // namespace gossamer::report
