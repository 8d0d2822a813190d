// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/trace_options.hpp"
#include "kernel/recorder.hpp"
#include "report/run_report.hpp"
#include "workload/layer.hpp"

namespace gossamer::cli {

/// Throws ConfigError for options that contradict each other or cannot be read, all at once.
void check_trace_options(const TraceOptions& options);

/// What to record of each of these layers, so that neither file becomes larger than the limit;
/// nothing if no file is wanted. Throws ConfigError if the limit is too low for so many layers.
std::optional<kernel::RecorderSettings> recorder_settings(
    const TraceOptions& options, const std::vector<workload::Layer>& layers);

/// A warning, with a line feed, if the window begins behind the end of every layer; "" otherwise.
std::string unreached_window(const TraceOptions& options,
                             const std::vector<core::LayerRecord>& records);

/// Adds the files that are wanted (name -> content).
void add_trace_files(const TraceOptions& options, const report::RunReport& report,
                     std::map<std::string, std::string>& files);

}  // namespace gossamer::cli
