// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/steps.hpp"

namespace gossamer::arch::dlac {

// The last step of the filter block in this round.
bool Steps::last_of_block() const {
  const bool last_band = mapping_.inputs_from_dram || step_.band + 1 == mapping_.bands.size();
  return ends_sums() && last_band && step_.tile + 1 == mapping_.tiles(mapping_.bands[step_.band]);
}

bool Steps::last_use_of_weights() const {
  if (mapping_.weights_stay) return false;
  return mapping_.pieces.size() > 1 || last_of_block();
}

bool Steps::last_use_of_inputs() const {
  return mapping_.inputs_from_dram && last_of_block() && step_.block + 1 == mapping_.blocks.size();
}

void Steps::next() {
  if (last_use_of_weights()) ++weight_load_;
  if (!ends_sums()) {
    ++step_.piece;
    return;
  }
  ++tile_number_;
  step_.piece = 0;
  if (++step_.tile < mapping_.tiles(mapping_.bands[step_.band])) return;
  step_.tile = 0;
  if (!mapping_.inputs_from_dram && ++step_.band < mapping_.bands.size()) return;
  step_.band = first_band();
  if (++step_.block < mapping_.blocks.size()) return;
  step_.block = 0;
  if (++step_.round == mapping_.rounds()) done_ = true;
  if (!done_) step_.band = first_band();
}

}  // namespace gossamer::arch::dlac
