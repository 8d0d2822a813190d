// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "workload/layer.hpp"
#include "workload/reader_block.hpp"

namespace gossamer::workload {

/// The keys `input`, `filter` and `batch` of a conv2d layer; none if any of them has a fault.
std::optional<Conv2d> read_conv2d(ReaderBlock& layer);

/// The same of a depthwise_conv2d layer: as many groups as channels, and by default one filter
/// each.
std::optional<Conv2d> read_depthwise_conv2d(ReaderBlock& layer);

/// The key `gemm` of a gemm layer (and `batch`, which can only be 1); none if it has a fault.
std::optional<Gemm> read_gemm(ReaderBlock& layer);

}  // namespace gossamer::workload
