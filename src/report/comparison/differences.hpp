// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/errors.hpp"
#include "report/comparison/stored_run.hpp"

namespace gossamer::report::comparison {

/// What keeps runs of one workload from being compared, each told of the run that differs from the
/// first: workload, its file, operand files, seed, layers and their sizes, values that one machine
/// needs and the other run has left out. Layers that a run lists as skipped are none.
std::vector<core::Fault> differences(const std::vector<const StoredRun*>& runs);

/// Whether a layer of one is, by name, kind and number of MACs, a layer of the other.
bool have_common_layer(const StoredRun& a, const StoredRun& b);

}  // namespace gossamer::report::comparison
