// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/dlac/parameters.hpp"
#include "core/component.hpp"

namespace gossamer::arch::dlac {

/// The bill of materials (docs/timing/dlac.md, sections 8 and 10).
core::Components list_components(const Params& params);

}  // namespace gossamer::arch::dlac
