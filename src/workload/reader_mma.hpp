// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workload/layer.hpp"
#include "workload/reader_block.hpp"

namespace gossamer::workload {

/// The key `mma` of a layer of that kind, a microbenchmark of matrix instructions: type, shape,
/// sparse, warps, ilp and iterations.
void read_mma(ReaderBlock& block, Layer& layer);

}  // namespace gossamer::workload
