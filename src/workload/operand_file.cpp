// SPDX-License-Identifier: Apache-2.0
#include "workload/operand_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace gossamer::workload {

tensor::Shape stored_activation_shape(const Layer& layer) {
  tensor::Shape shape = activation_shape(layer);
  const auto* conv = std::get_if<Conv2d>(&layer.shape);
  if (conv != nullptr && conv->batch == 1) shape.erase(shape.begin());
  return shape;
}

void check_file_shape(const std::string& file, const tensor::Shape& stored,
                      const tensor::Shape& needed, const core::Position& where) {
  if (stored == needed) return;
  throw core::ConfigError(where, fmt::format("{} has shape [{}]; the layer needs [{}]", file,
                                             fmt::join(stored, ", "), fmt::join(needed, ", ")));
}

}  // namespace gossamer::workload
