// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "arch/scnn/rect.hpp"
#include "arch/scnn/weight_block.hpp"
#include "core/cycles.hpp"

namespace gossamer::arch::scnn {

/// A decoded block on its way from the weight reader to the broadcaster; without a block, the end
/// of an output-channel group.
struct BlockMessage {
  std::shared_ptr<WeightBlock> block;
  std::uint32_t rounds = 0;  ///< broadcast that many times, once per activation vector; 0: once
};

/// One entry of the weight FIFOs: vector `vector` of a block, or (without a block) the end of a
/// group.
struct WeightVector {
  std::shared_ptr<WeightBlock> block;
  std::uint32_t vector = 0;
  std::uint32_t number = 0;  ///< of the block (WeightFifos)
  bool one_round = false;    ///< for one activation vector of the slice only:
  std::uint32_t round = 0;   ///< this one
};

/// The inputs of a slice are in the input memories.
struct InputUnit {};

/// The sequencer's word to all PEs and post-processing units: PEs begin step `step` (if there is
/// one), post-processing units take the sums of the step before (if there is one).
struct GroupStart {
  std::uint32_t step = 0;
  bool has_step = false;      ///< there is such a step to accumulate
  bool end_of_layer = false;  ///< nothing is left to do
  core::Edge pes_done{};      ///< when the last PE had finished the step before
  core::Edge halos_done{};    ///< when the last sums had travelled of the step before that
  core::Edge drained{};       ///< when the last post-processing unit had finished with that step
  core::Edge written{};       ///< when there was room for its outputs
};

/// Incomplete sums on their way to the PE that owns them: [filter][row][column] of `outputs`.
struct SumMessage {
  std::uint32_t owner = 0;
  std::uint32_t next = 0;     ///< neighbour it is sent to
  std::uint32_t filter = 0;   ///< first one, counted in the output-channel group
  std::uint32_t filters = 0;  ///< how many
  Rect outputs;
  std::vector<std::uint32_t> sums;
};

}  // namespace gossamer::arch::scnn
