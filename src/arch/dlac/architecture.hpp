// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "arch/catalog.hpp"

namespace gossamer::arch::dlac {

/// The parameters of dlac with their defaults.
std::unique_ptr<Architecture> make_architecture();

}  // namespace gossamer::arch::dlac
