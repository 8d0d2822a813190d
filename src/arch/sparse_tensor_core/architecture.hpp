// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "arch/catalog.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// The family `sparse_tensor_core`: streaming multiprocessors whose tensor cores run dense `mma`
/// and 2:4 sparse `mma.sp` (Mishra et al., arXiv:2104.08378; NVIDIA A100).
std::unique_ptr<Architecture> make_architecture();

}  // namespace gossamer::arch::sparse_tensor_core
