// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/dlac/mapping.hpp"

namespace gossamer::arch::dlac {

/// A tile of outputs and a piece of its reduction: what the grid does in one go.
struct Step {
  std::uint32_t round = 0;
  std::uint32_t block = 0;
  std::uint32_t band = 0;
  std::uint32_t tile = 0;  ///< of the band
  std::uint32_t piece = 0;
};

/// Walks the steps of a layer: rounds, filter blocks, bands of the round, tiles, pieces. Counts the
/// loads of weights and inputs along. Refers to the mapping.
class Steps {
 public:
  explicit Steps(const Mapping& mapping) : mapping_{mapping} { step_.band = first_band(); }

  const Step& current() const { return step_; }
  bool done() const { return done_; }
  void next();

  bool begins_sums() const { return step_.piece == 0; }
  bool ends_sums() const { return step_.piece + 1 == mapping_.pieces.size(); }
  /// Outputs that were complete before: place of the tile's outputs in memory.
  std::uint32_t tile_number() const { return tile_number_; }

  /// Numbers of the loads that the step needs, in the order in which they come.
  std::uint32_t weight_load() const { return mapping_.weights_stay ? step_.block : weight_load_; }
  std::uint32_t input_load() const { return step_.band; }
  /// No later step needs them; never where they stay on chip.
  bool last_use_of_weights() const;
  bool last_use_of_inputs() const;

 private:
  std::uint32_t first_band() const { return mapping_.inputs_from_dram ? step_.round : 0; }
  bool last_of_block() const;

  const Mapping& mapping_;
  Step step_;
  std::uint32_t weight_load_ = 0;
  std::uint32_t tile_number_ = 0;
  bool done_ = false;
};

}  // namespace gossamer::arch::dlac
