// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "arch/catalog.hpp"

namespace gossamer::arch::dcnn {

/// The family `dcnn`: the dense baselines DCNN and DCNN-opt of Parashar et al., ISCA 2017.
std::unique_ptr<Architecture> make_architecture();

}  // namespace gossamer::arch::dcnn
