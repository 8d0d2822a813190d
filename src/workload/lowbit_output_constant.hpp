// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "workload/lowbit_layer.hpp"

namespace gossamer::workload {

/// The constant c for which the number of `values` above c + least comes nearest to density x
/// values; of several numbers equally near, the one whose c is nearest to 0. c is 0 where that
/// serves, else halfway between two neighbouring values less `least`.
float real_output_constant(std::vector<double> values, double density, double least);

/// What is subtracted from every drained value of a layer before ReLU, so that the density of its
/// stored outputs comes nearest to `outputs.density` among 16384 outputs drawn by the seed (all, if
/// there are fewer); their sums are made in double precision. 0 where the layer has no ReLU, no
/// such density, or operands of a file. `stored`: the format of outputs.
float lowbit_output_constant(const Layer& layer, const numerics::lowbit::Weights& weights,
                             const LowbitActivations& activations,
                             const numerics::lowbit::Format& stored, std::size_t invocation,
                             std::uint64_t seed);

}  // namespace gossamer::workload
