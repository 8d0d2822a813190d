// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace gossamer::tensor {

/// Extents of a dense array, outermost first; the last one is contiguous.
using Shape = std::vector<std::size_t>;

inline std::size_t elements(const Shape& shape) {
  std::size_t n = 1;
  for (const std::size_t extent : shape) n *= extent;
  return n;
}

/// A dense array in C order.
template <class T>
struct Tensor {
  Shape shape;
  std::vector<T> data;

  Tensor() = default;
  explicit Tensor(Shape s, T fill = T{}) : shape{std::move(s)}, data(elements(shape), fill) {}

  std::size_t size() const { return data.size(); }
  friend bool operator==(const Tensor& a, const Tensor& b) {
    return a.shape == b.shape && a.data == b.data;
  }
};

}  // namespace gossamer::tensor
