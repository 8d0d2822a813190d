// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "arch/dcnn/dense_layer.hpp"
#include "arch/dcnn/parameters.hpp"
#include "arch/planar/output_groups.hpp"
#include "arch/planar/time_tiles.hpp"
#include "tensor/tensor.hpp"

namespace gossamer::arch::dcnn {

/// What is known of a layer on this machine before its inputs are: grouping and weights.
struct LayerPlan {
  DenseLayer layer;
  planar::Grid grid;
  std::uint32_t kc = 1;
  planar::Division division;  ///< time tiles in which the sums of kc channels fit
  std::vector<planar::OutputGroup> groups;
  /// As they lie in DRAM, 16 bits each: for every output-channel group, for every chunk, the
  /// products_of(chunk) weights of each filter.
  std::vector<std::uint8_t> weights;
};

/// How the plane is cut in time (params.time_tiles), into at least `fewest` tiles in which the sums
/// and outputs of `kc` channels fit the PEs, and the inputs of one chunk the input memory; and that
/// `accepts`, which is asked last. Nothing if no cut worth trying does.
std::optional<planar::Division> divide(
    const DenseLayer& layer, const Params& params, std::uint32_t kc, std::uint32_t fewest = 1,
    const std::function<bool(const planar::Division&)>& accepts = [](const planar::Division&) {
      return true;
    });

/// Largest group size up to params.kc that fits in as many time tiles as it takes, or nothing if
/// not even one channel does.
std::optional<std::uint32_t> largest_kc(const DenseLayer& layer, const Params& params);

/// weights: [filters][channels / groups][height][width].
LayerPlan plan_layer(const DenseLayer& layer, const tensor::Tensor<std::int16_t>& weights,
                     const Params& params);

}  // namespace gossamer::arch::dcnn
