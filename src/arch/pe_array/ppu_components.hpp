// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/pe_array/parameters.hpp"
#include "core/component.hpp"

namespace gossamer::arch::pe_array {

/// `pe/ppu`: post-processing of all PEs, `ppu.width` lanes that take a sum each per edge.
core::Component ppu_component(const Params& params);

}  // namespace gossamer::arch::pe_array
