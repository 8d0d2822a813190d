// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "workload/layer.hpp"
#include "workload/lowbit_layer.hpp"

namespace gossamer::workload {

/// The outputs of a layer with these flat indices, [batch][filters][height][width], before anything
/// is subtracted, each summed in double precision place by place of its filter, channel by channel.
/// In the order of filters, and of indices within a filter.
std::vector<double> sampled_sums(const Layer& layer, const numerics::lowbit::Weights& weights,
                                 const LowbitActivations& activations,
                                 const std::vector<std::size_t>& indices);

}  // namespace gossamer::workload
