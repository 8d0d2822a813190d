// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/run_report.hpp"

namespace gossamer::report {

/// Whether a layer is a microbenchmark of instructions: its metrics have their latency.
bool is_benchmark(const core::LayerRecord& record);

/// A line for each microbenchmark: latency of an iteration in cycles, dense-equivalent
/// multiply-accumulates per cycle and SM. "" if the run has none.
std::string benchmark_text(const RunReport& run, bool colour);

}  // namespace gossamer::report
