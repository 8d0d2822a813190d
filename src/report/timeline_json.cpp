// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "report/timeline.hpp"

namespace gossamer::report {

namespace {

using nlohmann::ordered_json;

constexpr int network_pid = 1;
constexpr int first_layer_pid = 2;
// Apart from those of processes: Perfetto takes a thread of its process's number for the main one.
constexpr std::size_t first_tid = 10001;

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Writes the events of a trace, one a line.
class Trace {
 public:
  explicit Trace(const ordered_json& facts) {
    text_ = fmt::format("{{\"otherData\":{},\n\"traceEvents\":[", facts.dump());
  }

  void name_process(int pid, const std::string& name) {
    event(R"("ph":"M","name":"process_name","pid":{},"args":{{"name":{}}})", pid, quoted(name));
    event(R"("ph":"M","name":"process_sort_index","pid":{},"args":{{"sort_index":{}}})", pid, pid);
  }
  void name_thread(int pid, std::size_t tid, const std::string& name) {
    event(R"("ph":"M","name":"thread_name","pid":{},"tid":{},"args":{{"name":{}}})", pid, tid,
          quoted(name));
    event(R"("ph":"M","name":"thread_sort_index","pid":{},"tid":{},"args":{{"sort_index":{}}})",
          pid, tid, tid);
  }
  /// Cycles `begin` to before `end` of a layer that starts at `offset`. `name` is JSON.
  void slice(int pid, std::size_t tid, const std::string& name, std::uint64_t offset,
             std::uint64_t begin, std::uint64_t end) {
    event(R"("ph":"X","name":{},"pid":{},"tid":{},"ts":{},"dur":{},"args":{{"cycle":{}}})", name,
          pid, tid, offset + begin, end - begin, begin);
  }
  void level(int pid, const core::LevelTrack& track, std::uint64_t cycle, std::uint64_t level) {
    event(R"("ph":"C","name":"{}","pid":{},"ts":{},"args":{{"{}":{}}})", track.name, pid, cycle,
          track.unit, level);
  }
  void mark(const std::string& name, std::uint64_t cycle) {
    event(R"("ph":"i","s":"g","name":{},"pid":{},"tid":{},"ts":{})", quoted(name), network_pid,
          first_tid, cycle);
  }
  std::string end() && { return std::move(text_) + "\n]}\n"; }

 private:
  template <class... Values>
  void event(const char* format, const Values&... values) {
    text_ += first_ ? "\n{" : ",\n{";
    first_ = false;
    fmt::format_to(std::back_inserter(text_), fmt::runtime(format), values...);
    text_ += '}';
  }

  std::string text_;
  bool first_ = true;
};

ordered_json facts_of(const RunReport& run) {
  ordered_json facts{
      {"schema", "gossamer-timeline/1"},  {"version", run.version},
      {"architecture", run.architecture}, {"workload", run.workload},
      {"clock_ghz", run.clock_ghz},       {"unit", "one cycle is one microsecond of the trace"},
      {"layers", ordered_json::array()}};
  std::uint64_t offset = 0;
  for (const LayerReport& layer : run.layers) {
    const core::Timeline& timeline = *layer.record.timeline;
    const core::TimeWindows& windows = timeline.windows;
    auto capacities = ordered_json::object();
    for (const core::LevelTrack& track : timeline.levels) capacities[track.name] = track.capacity;
    facts["layers"].push_back({{"name", layer.record.name},
                               {"first_cycle", offset},
                               {"cycles", timeline.cycles},
                               {"recorded_cycles", windows.held(timeline.cycles)},
                               {"windows", windows.count(timeline.cycles)},
                               {"window_cycles", windows.whole() ? 0 : windows.length},
                               {"window_every", windows.whole() ? 0 : windows.every},
                               {"capacities", std::move(capacities)}});
    offset += timeline.cycles;
  }
  return facts;
}

/// The layer on the network's track, and in it what was recorded.
void add_layer_slices(Trace& trace, const LayerReport& layer, std::uint64_t offset) {
  const core::Timeline& timeline = *layer.record.timeline;
  trace.slice(network_pid, first_tid, quoted(layer.record.name), offset, 0, timeline.cycles);
  std::uint64_t cycle = 0;
  while ((cycle = timeline.windows.first_held(cycle)) < timeline.cycles) {
    const std::uint64_t end = std::min(timeline.windows.end_of_window(cycle), timeline.cycles);
    trace.slice(network_pid, first_tid, "\"recorded\"", offset, cycle, end);
    cycle = end;
  }
}

void add_modules(Trace& trace, const LayerReport& layer, int pid, std::uint64_t offset) {
  std::size_t tid = first_tid;
  for (const core::ActivityTrack& module : layer.record.timeline->modules) {
    const auto represents = layer.record.represents.find(module.name);
    trace.name_thread(pid, tid,
                      represents == layer.record.represents.end()
                          ? module.name
                          : fmt::format("{} (stands for {})", module.name, represents->second));
    for (const core::TimeSlice& slice : module.slices) {
      const auto& name = core::activity_names[static_cast<std::size_t>(slice.what)];
      trace.slice(pid, tid, fmt::format("\"{}\"", name), offset, slice.begin, slice.end);
    }
    ++tid;
  }
}

/// A counter keeps its last value: it begins and ends at 0 with its layer.
void add_levels(Trace& trace, const core::Timeline& timeline, int pid, std::uint64_t offset) {
  for (const core::LevelTrack& track : timeline.levels) {
    if (track.changes.empty()) continue;
    if (track.changes.front().cycle > 0) trace.level(pid, track, offset, 0);
    for (const core::LevelChange& change : track.changes) {
      trace.level(pid, track, offset + change.cycle, change.level);
    }
    trace.level(pid, track, offset + timeline.cycles, 0);
  }
}

}  // namespace

std::uint64_t timeline_bytes_of_layer(const std::string& name) {
  // Named in the facts, its process, its slice and its mark; a byte may become six in JSON.
  return 1200 + std::uint64_t{24} * name.size();
}

std::string timeline_json(const RunReport& run) {
  Trace trace{facts_of(run)};
  trace.name_process(network_pid, "network");
  trace.name_thread(network_pid, first_tid, "layers");
  std::uint64_t offset = 0;
  int pid = first_layer_pid;
  for (const LayerReport& layer : run.layers) {
    const core::Timeline& timeline = *layer.record.timeline;
    trace.mark(layer.record.name, offset);
    trace.name_process(pid, layer.record.name + ": " + run.architecture);
    add_layer_slices(trace, layer, offset);
    add_modules(trace, layer, pid, offset);
    add_levels(trace, timeline, pid, offset);
    offset += timeline.cycles;
    ++pid;
  }
  trace.mark("end", offset);
  return std::move(trace).end();
}

}  // namespace gossamer::report
