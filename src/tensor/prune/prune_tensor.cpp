// SPDX-License-Identifier: Apache-2.0
#include "tensor/prune/prune_tensor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <utility>

#include "tensor/generate.hpp"

namespace gossamer::tensor::prune {

namespace {

/// Where the elements of a matrix [rows][columns] stand in a tensor [outer][columns][inner].
struct Layout {
  std::size_t outer = 1;
  std::size_t columns = 1;
  std::size_t inner = 1;

  std::size_t rows() const { return outer * inner; }
  std::size_t place(std::size_t row, std::size_t column) const {
    return (row / inner * columns + column) * inner + row % inner;
  }
};

std::size_t axis_of(const Shape& shape, const PruneRequest& request) {
  if (shape.empty()) throw PruneFault("has no dimensions; allowed: 1 or more");
  if (!request.axis) return reduction_axis(shape);
  if (*request.axis >= shape.size())
    throw PruneFault(fmt::format("has no axis {}; allowed: 0 to {}, its shape is ({})",
                                 *request.axis, shape.size() - 1, fmt::join(shape, ", ")));
  return *request.axis;
}

Layout layout_of(const Shape& shape, std::size_t axis) {
  Layout layout;
  for (std::size_t d = 0; d < shape.size(); ++d)
    (d < axis ? layout.outer : d > axis ? layout.inner : layout.columns) *= shape[d];
  return layout;
}

void check(const Shape& shape, const Layout& layout, const PruneRequest& request) {
  const auto pattern = n_of_m(request.pattern);
  if (!pattern) return;
  const std::size_t chunk = pattern->m * pattern->unit;
  if (layout.columns % chunk != 0)
    throw PruneFault(fmt::format(
        "has {} elements along the axis of the pattern, shape ({}); allowed for {}: a multiple of "
        "{}",
        layout.columns, fmt::join(shape, ", "),
        pattern_names[static_cast<std::size_t>(request.pattern)], chunk));
}

template <class T>
Magnitudes magnitudes_of(const Tensor<T>& tensor, const Layout& layout) {
  Magnitudes matrix{layout.rows(), layout.columns, {}};
  matrix.values.reserve(tensor.size());
  for (std::size_t row = 0; row < matrix.rows; ++row)
    for (std::size_t c = 0; c < matrix.columns; ++c)
      matrix.values.push_back(std::fabs(static_cast<float>(tensor.data[layout.place(row, c)])));
  return matrix;
}

template <class T>
void permute_tensor(Tensor<T>& tensor, const Layout& layout,
                    const std::vector<std::size_t>& permutation) {
  const std::vector<T> before = tensor.data;
  for (std::size_t row = 0; row < layout.rows(); ++row)
    for (std::size_t c = 0; c < layout.columns; ++c)
      tensor.data[layout.place(row, c)] = before[layout.place(row, permutation[c])];
}

Mask chosen_mask(const Magnitudes& matrix, const PruneRequest& request) {
  const auto pattern = n_of_m(request.pattern);
  Mask mask = pattern ? structured_mask(matrix, *pattern) : Mask(matrix.values.size(), 1);
  if (request.density) keep_largest(matrix, exact_count(*request.density, mask.size()), mask);
  return mask;
}

}  // namespace

std::size_t reduction_axis(const Shape& shape) {
  if (shape.size() == 2) return 0;
  if (shape.size() == 4) return 1;
  return shape.size() - 1;
}

std::optional<NOfM> n_of_m(PatternKind pattern) {
  switch (pattern) {
    case PatternKind::two_of_four:
      return NOfM{2, 4, 1};
    case PatternKind::one_of_two:
      return NOfM{1, 2, 1};
    case PatternKind::four_of_eight_pairs:
      return NOfM{2, 4, 2};
    default:
      return std::nullopt;
  }
}

void check_request(const Shape& shape, const PruneRequest& request) {
  check(shape, layout_of(shape, axis_of(shape, request)), request);
}

template <class T>
PruneResult prune_tensor(Tensor<T>& tensor, const PruneRequest& request) {
  check_request(tensor.shape, request);
  PruneResult result;
  result.axis = axis_of(tensor.shape, request);
  const Layout layout = layout_of(tensor.shape, result.axis);
  Magnitudes matrix = magnitudes_of(tensor, layout);
  const auto pattern = n_of_m(request.pattern);
  if (pattern && request.permute)
    result.permutation = search_permutation(matrix, *pattern, *request.permute);
  if (pattern) result.kept = compare_kept(matrix, *pattern, result.permutation);
  result.kept.total = total_magnitude(matrix);
  if (!result.permutation.empty()) {
    permute_tensor(tensor, layout, result.permutation);
    matrix = permuted(matrix, result.permutation);
  }
  const Mask mask = chosen_mask(matrix, request);
  result.result = kept_magnitude(matrix, mask);
  for (std::size_t i = 0; i < mask.size(); ++i) {
    T& value = tensor.data[layout.place(i / layout.columns, i % layout.columns)];
    if (mask[i] == 0) value = T{0};
    if (value != T{0}) ++result.nonzeros;
  }
  return result;
}

template PruneResult prune_tensor(Tensor<float>&, const PruneRequest&);
template PruneResult prune_tensor(Tensor<std::int16_t>&, const PruneRequest&);

}  // namespace gossamer::tensor::prune
