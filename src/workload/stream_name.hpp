// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "workload/layer.hpp"

namespace gossamer::workload {

/// Name of the random stream that `what` of a layer is drawn from: the same for every machine.
/// Invocation 0 has the plain name.
std::string stream_name(const Layer& layer, std::string_view what, std::size_t invocation);

/// The same for a mask, with all that a mask depends on besides the seed.
std::string mask_stream_name(const Layer& layer, std::string_view role, std::size_t invocation,
                             const tensor::Shape& shape, const std::vector<double>& density,
                             const tensor::Pattern& pattern);

}  // namespace gossamer::workload
