// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "arch/catalog.hpp"

namespace gossamer::arch::pe_array {

/// The family `pe_array`: MAGNet-style arrays of vector MACs with per-vector scale units
/// (Venkatesan et al., "MAGNet", ICCAD 2019; Dai et al., "VS-Quant", MLSys 2021).
std::unique_ptr<Architecture> make_architecture();

}  // namespace gossamer::arch::pe_array
