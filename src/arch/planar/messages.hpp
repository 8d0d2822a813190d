// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/cycles.hpp"

namespace gossamer::arch::planar {

/// The inputs of a slice are in the input memories.
struct InputUnit {};

/// The sequencer's word to all PEs and post-processing units: PEs begin step `step` (if there is
/// one), post-processing units take the sums of the step before (if there is one).
struct StepStart {
  std::uint32_t step = 0;
  bool has_step = false;      ///< there is such a step to accumulate
  bool end_of_layer = false;  ///< nothing is left to do
  core::Edge pes_done{};      ///< when the last PE had finished the step before
  core::Edge halos_done{};    ///< when the last sums had travelled of the step before that
  core::Edge drained{};       ///< when the last post-processing unit had finished with that step
  core::Edge written{};       ///< when there was room for its outputs
};

}  // namespace gossamer::arch::planar
