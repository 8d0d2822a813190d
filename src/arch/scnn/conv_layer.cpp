// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/conv_layer.hpp"

namespace gossamer::arch::scnn {

std::vector<planar::Lattice> ConvLayer::lattices() const {
  std::vector<planar::Lattice> lattices;
  for (std::uint32_t p = 0; p < phases.size(); ++p) {
    lattices.push_back({phases.vertical(), phases.horizontal(), phases[p].row, phases[p].col});
  }
  return lattices;
}

}  // namespace gossamer::arch::scnn
