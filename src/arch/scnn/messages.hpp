// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "arch/planar/messages.hpp"
#include "arch/scnn/shared_names.hpp"
#include "arch/scnn/weight_block.hpp"

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

using planar::InputUnit;
using GroupStart = planar::StepStart;

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
