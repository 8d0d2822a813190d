// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "arch/pe_array/schedule.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::arch::pe_array {

/// The weights of a tile as the vector MACs take them: for each vector of the piece (row, column of
/// the kernel, chunk), pairs of elements for each lane, and a scale for each lane. Lanes without an
/// output channel have zeros.
struct WeightTile {
  std::vector<std::int16_t> codes;    ///< [vector][element / 2][lane][2]
  std::vector<std::uint16_t> scales;  ///< [vector][lane]
};

/// A tile of weights in the buffer of a PE.
struct WeightsHere {
  std::shared_ptr<const WeightTile> tile;
};

/// A tile of inputs in the buffer of a PE: [1][chunk of the piece][position], positions by row and
/// column of the plane, those that some output of the block needs.
struct InputsHere {
  std::shared_ptr<const numerics::vsq::Vectors> tile;
};

/// Sums of a pass of a unit are complete in a half of the accumulation buffer.
struct SumsComplete {
  std::uint32_t unit = 0;
  std::uint32_t pass = 0;
  std::uint32_t block = 0;
  std::uint32_t half = 0;
};

/// The output vectors of a block: as they leave the post-processing unit.
struct OutputBlock {
  std::uint32_t unit = 0;
  std::uint32_t block = 0;
  std::vector<std::uint8_t> bytes;
};

}  // namespace gossamer::arch::pe_array
