// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/dcnn/parameters.hpp"
#include "core/component.hpp"

namespace gossamer::arch::dcnn {

/// The bill of materials. How the paper's 5.9 mm2 is composed is not published.
core::Components list_components(const Params& params);

}  // namespace gossamer::arch::dcnn
