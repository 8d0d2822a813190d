// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/planar/plane_layer.hpp"
#include "arch/scnn/phases.hpp"
#include "arch/scnn/shared_names.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// A layer as this machine sees it: a convolution, each channel in slices of stride 1.
struct ConvLayer : planar::PlaneLayer {
  Phases phases;

  ConvLayer(const workload::Layer& layer, const Grid& grid)
      : PlaneLayer{layer, grid}, phases{conv} {}

  /// Blocks of one image's inputs, and of a filter's weights: one per channel and phase.
  std::uint32_t slices() const { return conv.channels * phases.size(); }
  std::uint32_t slices_per_group() const { return slices() / conv.groups; }
  /// The inputs of each slice of a channel.
  std::vector<planar::Lattice> lattices() const;
};

}  // namespace gossamer::arch::scnn
