// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/console.hpp"
#include "cli/exit_codes.hpp"

namespace gossamer::cli {

/// One of `count` equal parts of a sweep, from 1.
struct Shard {
  std::size_t number = 1;
  std::size_t count = 1;
};

/// Points from `begin` to before `end`.
struct PointRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The command line of `gossamer sweep`.
struct SweepOptions {
  std::string file;    ///< or shipped name
  std::string output;  ///< directory; "" for out/SWEEP
  unsigned jobs = 1;
  std::optional<Shard> shard;
  std::optional<PointRange> points;
  std::vector<std::string> merge;  ///< other stores
  bool dry_run = false;
  bool retry_failed = false;
  bool export_only = false;
};

/// Simulates the points of a sweep that have no result yet, and exports the table. Throws
/// ConfigError and FileError; what happens to a single point is its result.
ExitCode sweep(const SweepOptions& options, const Console& console);

}  // namespace gossamer::cli
