// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "arch/scnn/tiling.hpp"
#include "arch/scnn/weight_block.hpp"
#include "core/cycles.hpp"

namespace gossamer::arch::scnn {

/// A decoded block on its way from the weight reader to the broadcaster; without a block, the end
/// of an output-channel group.
struct BlockMessage {
  std::shared_ptr<WeightBlock> block;
};

/// One entry of the weight FIFOs: vector `vector` of a block, or (without a block) the end of a
/// group.
struct WeightVector {
  std::shared_ptr<WeightBlock> block;
  std::uint32_t vector = 0;

  bool last() const { return vector + 1 == block->vectors(); }
};

/// The sequencer's word to all PEs and post-processing units: PEs begin output-channel group
/// `group` (if there is one), post-processing units take the sums of the group before (if there is
/// one).
struct GroupStart {
  std::uint32_t group = 0;
  bool has_group = false;     ///< there is such a group to accumulate
  bool end_of_layer = false;  ///< nothing is left to do
  core::Edge pes_done{};      ///< when the last PE had finished the group before
  core::Edge halos_done{};    ///< when the last sums had travelled of the group before that
  core::Edge drained{};       ///< when the last post-processing unit had finished with that group
};

/// Incomplete sums on their way to the PE that owns them: [filter][row][column] of `outputs`.
struct HaloMessage {
  std::uint32_t owner = 0;
  Rect outputs;
  std::vector<std::uint32_t> sums;
};

}  // namespace gossamer::arch::scnn
