// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "arch/sparse_tensor_core/operand_map.hpp"

namespace gossamer::arch::sparse_tensor_core {

using Bytes = std::vector<std::uint8_t>;

/// A thread block begins in a slot of its SM.
struct Launch {
  std::uint32_t slot = 0;
  std::uint32_t tile = 0;
};

/// A slab of A and B, from L2 to an SM.
struct LoadRequest {
  std::uint32_t slot = 0;
  std::uint32_t tile = 0;
  std::uint32_t slab = 0;
};

/// Operand blocks, with their bytes in runs with values.
using LoadedBlocks = std::map<OperandMap::BlockId, std::shared_ptr<const Bytes>>;

struct LoadResponse {
  LoadRequest of;
  std::shared_ptr<const LoadedBlocks> blocks;
};

/// The slab is to be written into shared memory, and has been.
struct Fill {
  LoadRequest of;
  std::uint64_t bytes = 0;
};
using StageFilled = LoadRequest;

/// A warp has the last of a slab's fragments in its registers.
struct StageRead {
  std::uint32_t slot = 0;
  std::uint32_t slab = 0;
};

/// Fragments of a step, from shared memory to the registers of a warp.
struct FragmentRequest {
  std::uint32_t slot = 0;
  std::uint32_t warp = 0;
};
using FragmentResponse = FragmentRequest;

/// The sums of a warp are complete; with values, as they are to be stored.
struct WarpDone {
  std::uint32_t slot = 0;
  std::uint32_t tile = 0;
  std::uint32_t warp = 0;
  std::shared_ptr<Bytes> outputs;
};

/// The outputs of a warp have left the SM.
struct WarpStored {
  std::uint32_t slot = 0;
};

}  // namespace gossamer::arch::sparse_tensor_core
