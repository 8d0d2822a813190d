// SPDX-License-Identifier: Apache-2.0
#include "cli/version.hpp"

namespace gossamer::cli {

const char* const version = GOSSAMER_VERSION;

}  // namespace gossamer::cli
