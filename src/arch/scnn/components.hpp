// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/scnn/parameters.hpp"
#include "core/component.hpp"

namespace gossamer::arch::scnn {

/// The machine's bill of materials. Paths are those of the counters.
core::Components list_components(const Params& params);

}  // namespace gossamer::arch::scnn
