// SPDX-License-Identifier: Apache-2.0
#include "workload/layer.hpp"

namespace gossamer::workload {

namespace {

/// What follows from a shape alone.
struct Shapes {
  tensor::Shape weights;
  tensor::Shape activations;
  tensor::Shape outputs;
  std::uint64_t products_per_output;
};

Shapes shapes_of(const Conv2d& c) {
  const std::uint32_t seen = c.channels / c.groups;
  return {{c.filters, seen, c.filter_height, c.filter_width},
          {c.batch, c.channels, c.height, c.width},
          {c.batch, c.filters, c.out_height(), c.out_width()},
          std::uint64_t{seen} * c.filter_height * c.filter_width};
}

Shapes shapes_of(const Gemm& g) {
  return {{g.k, g.n}, {g.m, g.k}, {g.m, g.n}, g.k};
}

Shapes shapes_of(const Layer& layer) {
  return std::visit([](const auto& shape) { return shapes_of(shape); }, layer.shape);
}

}  // namespace

std::uint64_t macs(const Layer& layer) {
  const Shapes shapes = shapes_of(layer);
  const std::uint64_t times =
      layer.mma ? std::uint64_t{layer.mma->warps} * layer.mma->ilp * layer.mma->iterations : 1;
  return tensor::elements(shapes.outputs) * shapes.products_per_output * times;
}

tensor::Shape weight_shape(const Layer& layer) {
  return shapes_of(layer).weights;
}

tensor::Shape activation_shape(const Layer& layer) {
  return shapes_of(layer).activations;
}

tensor::Shape output_shape(const Layer& layer) {
  return shapes_of(layer).outputs;
}

}  // namespace gossamer::workload
