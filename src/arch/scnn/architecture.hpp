// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "arch/catalog.hpp"

namespace gossamer::arch::scnn {

/// The family `scnn`: sparse CNN accelerator with Cartesian-product PEs (Parashar et al., ISCA
/// 2017).
std::unique_ptr<Architecture> make_architecture();

}  // namespace gossamer::arch::scnn
