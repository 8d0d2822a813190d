// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <vector>

#include "tensor/pattern.hpp"
#include "tensor/prune/masks.hpp"
#include "tensor/prune/permutation.hpp"
#include "tensor/tensor.hpp"

namespace gossamer::tensor::prune {

/// What is asked of a tensor that it cannot give; says what is allowed.
class PruneFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// How a tensor is pruned by magnitude.
struct PruneRequest {
  PatternKind pattern = PatternKind::two_of_four;  ///< unstructured, 2:4, 1:2 or 4:8-pairs
  std::optional<double> density;    ///< of all elements, the largest; needed by unstructured
  std::optional<std::size_t> axis;  ///< along which patterns run; none: reduction_axis
  std::optional<PermutationSearch> permute;  ///< of the positions on `axis`
};

/// The axis of neighbours along the reduction dimension in the layouts of docs/workloads.md: [k][n]
/// has axis 0; [count][channels][height][width] the channels, since its reduction dimension runs
/// over rows, columns and channels, the last innermost; anything else has its last axis.
std::size_t reduction_axis(const Shape& shape);

struct PruneResult {
  std::size_t axis = 0;
  std::vector<std::size_t> permutation;  ///< of the axis; empty if none was searched
  KeptMagnitudes kept;                   ///< of N:M patterns; of others the total alone
  double result = 0;                     ///< kept by the result
  std::size_t nonzeros = 0;
};

/// N and M of a pattern; nothing for those that are none.
std::optional<NOfM> n_of_m(PatternKind pattern);

/// Throws PruneFault if a tensor of this shape cannot be pruned so.
void check_request(const Shape& shape, const PruneRequest& request);

/// Prunes in place. With a permutation position p on the axis becomes the former
/// permutation[p]. T is float or std::int16_t. Throws like check_request.
template <class T>
PruneResult prune_tensor(Tensor<T>& tensor, const PruneRequest& request);

}  // namespace gossamer::tensor::prune
