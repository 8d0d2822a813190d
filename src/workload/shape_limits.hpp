// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "workload/layer.hpp"
#include "workload/reader_block.hpp"

namespace gossamer::workload {

/// Elements of a layer's tensors and its multiply-accumulates; 2^64 - 1 stands for anything above.
struct TensorSizes {
  std::uint64_t weights = 0;
  std::uint64_t activations = 0;
  std::uint64_t outputs = 0;
  std::uint64_t macs = 0;
};

TensorSizes tensor_sizes(const Conv2d& conv);
TensorSizes tensor_sizes(const Gemm& gemm);

/// Most of an extent of any shape.
inline constexpr std::uint32_t largest_extent = 1u << 30;

/// Whether check_limits() would find no fault.
bool within_limits(const TensorSizes& sizes);

/// Adds a fault for each tensor above 2^40 elements, and for more than 2^60 multiply-accumulates.
void check_limits(ReaderBlock& layer, const TensorSizes& sizes);

}  // namespace gossamer::workload
