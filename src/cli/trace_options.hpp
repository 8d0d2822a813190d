// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/time_windows.hpp"

namespace gossamer::cli {

/// What `gossamer run` is to record of the times in its layers.
struct TraceOptions {
  bool timeline = false;  ///< write timeline.json
  bool vcd = false;       ///< write timeline.vcd
  std::string window;     ///< FROM:TO, cycles of each layer; "" for all
  std::string signals;    ///< regular expression; "" for all
  std::string limit;      ///< bytes of each file; "" for the default

  bool any() const { return timeline || vcd; }
};

}  // namespace gossamer::cli
