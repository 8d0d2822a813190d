// SPDX-License-Identifier: Apache-2.0
#include "cli/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "cli/expression.hpp"
#include "core/byte_size.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"
#include "core/yaml.hpp"
#include "report/si.hpp"
#include "report/timeline.hpp"

namespace gossamer::cli {

namespace {

constexpr std::uint64_t default_limit = std::uint64_t{64} << 20U;

constexpr const char* window_rule =
    "allowed: FROM:TO, the first cycle of a layer to show and the first not to, such as 0:5000";

std::uint64_t limit_of(const TraceOptions& options) {
  return core::parse_byte_size(options.limit).value_or(default_limit);
}

/// FROM and TO; nothing if `text` is not a window.
std::optional<std::pair<std::uint64_t, std::uint64_t>> parse_window(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  std::int64_t from = 0;
  std::int64_t to = 0;
  if (!core::parse_integer(text.substr(0, colon), from) || from < 0) return std::nullopt;
  if (!core::parse_integer(text.substr(colon + 1), to) || to <= from) return std::nullopt;
  return std::pair{static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(to)};
}

[[noreturn]] void refuse_signals(const std::string& text, const std::string& layer,
                                 const std::vector<std::string>& names) {
  constexpr std::size_t most = 12;
  const std::string nearest = core::nearest_name(text, names);
  const std::vector<std::string> shown{
      names.begin(), names.begin() + static_cast<long>(std::min(most, names.size()))};
  throw core::ConfigError{
      {"--trace-signals"},
      fmt::format(
          "{} is found in no name of a module, channel or buffer of layer '{}'{}; there are: {}{}; "
          "layers without it can be left out with --layers",
          core::quoted(text), layer,
          nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest), core::joined(shown),
          names.size() > most ? fmt::format(" and {} more", names.size() - most) : "")};
}

}  // namespace

void check_trace_options(const TraceOptions& options) {
  core::Faults faults;
  for (const auto& [name, value] : {std::pair{"--trace-window", &options.window},
                                    {"--trace-signals", &options.signals},
                                    {"--trace-limit", &options.limit}}) {
    if (!value->empty() && !options.any()) {
      faults.add({name}, "has nothing to record for; allowed: with --timeline or --vcd");
    }
  }
  if (!options.window.empty() && !parse_window(options.window)) {
    faults.add({"--trace-window"},
               fmt::format("{} is not allowed; {}", core::quoted(options.window), window_rule));
  }
  faults.throw_if_any();
  if (!options.signals.empty()) read_expression("--trace-signals", options.signals);
}

std::optional<kernel::RecorderSettings> recorder_settings(
    const TraceOptions& options, const std::vector<workload::Layer>& layers) {
  if (!options.any()) return std::nullopt;
  std::uint64_t fixed = report::timeline_bytes_of_file;
  for (const auto& layer : layers) fixed += report::timeline_bytes_of_layer(layer.name);
  const std::uint64_t limit = limit_of(options);
  if (limit < 2 * fixed) {
    throw core::ConfigError{
        {"--trace-limit"},
        fmt::format("{} is too little for the {} chosen layers; allowed: {} or more",
                    core::quoted(options.limit), layers.size(),
                    fmt::format("{}KiB", (2 * fixed + 1023) / 1024))};
  }
  kernel::RecorderSettings settings;
  if (const auto window = parse_window(options.window)) {
    std::tie(settings.from, settings.to) = *window;
  }
  settings.budget = (limit - fixed) / std::max<std::size_t>(layers.size(), 1);
  settings.costs = options.timeline ? report::timeline_json_costs : report::timeline_vcd_costs;
  if (!options.signals.empty()) {
    const auto expression = read_expression("--trace-signals", options.signals);
    settings.wanted = [expression](const std::string& name) {
      return re2::RE2::PartialMatch(name, *expression);
    };
    settings.none_wanted = [text = options.signals](const std::string& layer,
                                                    const std::vector<std::string>& names) {
      refuse_signals(text, layer, names);
    };
  }
  return settings;
}

std::string unreached_window(const TraceOptions& options,
                             const std::vector<core::LayerRecord>& records) {
  const auto window = parse_window(options.window);
  if (!window || records.empty()) return "";
  const auto longest =
      std::max_element(records.begin(), records.end(),
                       [](const auto& a, const auto& b) { return a.cycles < b.cycles; });
  if (longest->cycles > window->first) return "";
  return fmt::format(
      "--trace-window: nothing is recorded: {} begins behind the end of every chosen layer; the "
      "longest, '{}', has cycles 0 to {}\n",
      core::quoted(options.window), longest->name, report::with_commas(longest->cycles - 1));
}

void add_trace_files(const TraceOptions& options, const report::RunReport& report,
                     std::map<std::string, std::string>& files) {
  if (options.timeline) files["timeline.json"] = report::timeline_json(report);
  if (options.vcd) files["timeline.vcd"] = report::timeline_vcd(report);
}

}  // namespace gossamer::cli
