// SPDX-License-Identifier: Apache-2.0
#include "report/benchmark_text.hpp"

#include <fmt/format.h>

#include "report/si.hpp"
#include "report/text_table.hpp"
#include "report/totals.hpp"

namespace gossamer::report {
namespace {

constexpr const char* latency = "latency_cycles";

std::string choice(const core::LayerRecord& record, const std::string& name) {
  const auto found = record.choices.find(name);
  return found == record.choices.end() ? "-" : found->second;
}

std::string metric(const core::LayerRecord& record, const std::string& name, int digits) {
  const auto found = record.metrics.find(name);
  return found == record.metrics.end() ? "-" : fmt::format("{:.{}f}", found->second, digits);
}

}  // namespace

bool is_benchmark(const core::LayerRecord& record) {
  return record.metrics.count(latency) != 0;
}

std::string benchmark_text(const RunReport& run, bool colour) {
  TextTable table{colour};
  table.add({"layer", "instruction", "warps", "ILP", "latency", "FMA/clk", "util."},
            Emphasis::strong);
  bool any = false;
  for (const auto& layer : run.layers) {
    const core::LayerRecord& record = layer.record;
    if (!is_benchmark(record)) continue;
    any = true;
    table.add({record.name, choice(record, "instruction"), metric(record, "warps", 0),
               metric(record, "ilp", 0), metric(record, latency, 1),
               metric(record, "fma_per_cycle_per_sm", 1), percent(utilization(record))});
  }
  if (!any) return "";
  return table.text() + "latency: cycles of an iteration; FMA/clk: of one SM, dense-equivalent\n";
}

}  // namespace gossamer::report
