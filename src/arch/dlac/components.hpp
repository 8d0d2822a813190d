// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/dlac/parameters.hpp"
#include "core/component.hpp"

namespace gossamer::arch::dlac {

/// The bill of materials (docs/timing/dlac.md, section 9).
core::Components list_components(const Params& params);

}  // namespace gossamer::arch::dlac
