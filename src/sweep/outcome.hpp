// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sweep/value.hpp"

namespace gossamer::sweep {

/// What became of a point.
enum class Status {
  done,
  failed,   ///< refused, or a fault of the simulation: the same every time
  wrong,    ///< `check` found a wrong value
  timeout,  ///< took longer than the limit
  memory,   ///< needed more than the limit
  crashed,  ///< its worker process died twice
};

inline constexpr std::array<std::string_view, 6> status_names{"done",    "failed", "wrong",
                                                              "timeout", "memory", "crashed"};

constexpr std::string_view name_of(Status status) {
  return status_names[static_cast<std::size_t>(status)];
}

/// Whether the same point would end otherwise another time, or under another limit.
constexpr bool may_change(Status status) {
  return status == Status::timeout || status == Status::memory || status == Status::crashed;
}

/// A number that a point has as its result.
struct Metric {
  std::string_view name;  ///< with its unit
  bool whole;
};

/// In the order of the table of results. The first are those of a layer, too.
inline constexpr std::array<Metric, 15> metrics{{{"cycles", true},
                                                 {"time_s", false},
                                                 {"macs", true},
                                                 {"effectual_macs", true},
                                                 {"utilization", false},
                                                 {"energy_pj", false},
                                                 {"edp_js", false},
                                                 {"dram_read_bytes", true},
                                                 {"dram_write_bytes", true},
                                                 {"slots_useful", true},
                                                 {"slots_wasted", true},
                                                 {"slots_empty", true},
                                                 {"slots_uneven", true},
                                                 {"slots_waiting", true},
                                                 {"area_mm2", false}}};

inline constexpr std::size_t layer_metrics = metrics.size() - 1;

struct LayerResult {
  std::string name;
  std::string kind;
  std::vector<Value> values;  ///< of the first `layer_metrics`
};

struct Outcome {
  Status status = Status::done;
  std::string error;                ///< in words; "" if done
  std::vector<Value> values;        ///< of `metrics`; none unless done or wrong
  std::vector<LayerResult> layers;  ///< likewise
  double seconds = 0.0;             ///< by the wall clock
};

/// As bytes for a pipe.
std::vector<std::uint8_t> to_bytes(const Outcome& outcome);

/// The inverse. Throws FileError if the bytes are damaged.
Outcome outcome_from(const std::vector<std::uint8_t>& bytes);

}  // namespace gossamer::sweep
