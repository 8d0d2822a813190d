// SPDX-License-Identifier: Apache-2.0
#include "cli/run_info.hpp"

#include <fmt/chrono.h>
#include <sys/resource.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/version.hpp"

namespace gossamer::cli {

namespace {

/// The largest memory of this process or any worker, in bytes.
std::uint64_t peak_memory_bytes() {
  rusage own{};
  rusage workers{};
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &workers);
  return static_cast<std::uint64_t>(std::max(own.ru_maxrss, workers.ru_maxrss)) * 1024;
}

}  // namespace

std::string RunClock::start_text() const {
  const std::time_t start = std::chrono::system_clock::to_time_t(start_);
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(start));
}

double RunClock::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - steady_start_).count();
}

std::string run_info_json(const RunClock& clock, unsigned jobs,
                          const std::vector<core::LayerRecord>& records) {
  nlohmann::ordered_json info{{"schema", "gossamer-run-info/1"},
                              {"version", version},
                              {"start", clock.start_text()},
                              {"duration_s", clock.seconds()},
                              {"jobs", jobs},
                              {"peak_memory_bytes", peak_memory_bytes()}};
  auto& layers = info["layers"] = nlohmann::ordered_json::array();
  for (const auto& record : records) {
    nlohmann::ordered_json layer{{"name", record.name}};
    for (const auto& [fact, value] : record.run_info) layer[fact] = value;
    layers.push_back(std::move(layer));
  }
  return info.dump(2) + "\n";
}

}  // namespace gossamer::cli
