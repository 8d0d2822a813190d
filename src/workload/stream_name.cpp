// SPDX-License-Identifier: Apache-2.0
#include "workload/stream_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace gossamer::workload {

std::string stream_name(const Layer& layer, std::string_view what, std::size_t invocation) {
  const std::string plain = fmt::format("{} of layer {}", what, layer.name);
  return invocation == 0 ? plain : fmt::format("{}, invocation {}", plain, invocation);
}

std::string mask_stream_name(const Layer& layer, std::string_view role, std::size_t invocation,
                             const tensor::Shape& shape, const std::vector<double>& density,
                             const tensor::Pattern& pattern) {
  return fmt::format("mask: {} elements at {} {} {}: {}", fmt::join(shape, "x"),
                     fmt::join(density, "+"),
                     tensor::pattern_names[static_cast<std::size_t>(pattern.kind)],
                     pattern.vector_length, stream_name(layer, role, invocation));
}

}  // namespace gossamer::workload
