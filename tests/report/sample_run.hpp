// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/run_report.hpp"

namespace gossamer::report::test {

/// A layer of 8 multipliers and 100 cycles in which everything adds up.
core::LayerRecord sample_record(const std::string& name);

/// A run of two layers: the second spilled, has a slot of its own and a wrong value.
RunReport sample_run();

/// How the sample run was priced, and its components.
Pricing sample_pricing();
std::vector<cost::ComponentArea> sample_tree();

/// A run of `layers` layers with long names and the numbers of a real network.
RunReport large_run(std::size_t layers);

}  // namespace gossamer::report::test
