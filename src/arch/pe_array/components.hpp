// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/pe_array/parameters.hpp"
#include "core/component.hpp"

namespace gossamer::arch::pe_array {

/// The bill of materials. What the papers do not say of it is in docs/timing/pe_array.md.
core::Components list_components(const Params& params);

}  // namespace gossamer::arch::pe_array
