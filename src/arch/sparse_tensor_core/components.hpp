// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/sparse_tensor_core/parameters.hpp"
#include "core/component.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// The bill of materials. Multipliers and adders are those of `operands.type`; what NVIDIA has not
/// published is estimated (docs/timing/sparse_tensor_core.md).
core::Components list_components(const Params& params);

}  // namespace gossamer::arch::sparse_tensor_core
