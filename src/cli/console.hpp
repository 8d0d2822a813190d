// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>

namespace gossamer::cli {

/// Where a command writes: results to `out`, everything else to `err`.
struct Console {
  std::ostream& out;
  std::ostream& err;
  bool err_is_terminal = false;
};

}  // namespace gossamer::cli
