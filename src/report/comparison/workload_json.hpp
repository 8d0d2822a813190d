// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/comparison/comparison.hpp"

namespace gossamer::report::comparison {

/// An entry of `workloads` of compare.json. Totals and means are over the layers that every machine
/// with this workload has run, with one kind and number of MACs; `left_out` names the others.
nlohmann::ordered_json workload_json(const ComparedWorkload& workload,
                                     const Comparison& comparison);

}  // namespace gossamer::report::comparison
