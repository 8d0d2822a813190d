// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <vector>

#include "report/timeline.hpp"

namespace gossamer::report {

namespace {

/// A signal has another value from a cycle of the network on, or none that is known.
struct Change {
  std::uint64_t cycle = 0;
  std::uint64_t value = 0;
  std::uint32_t signal = 0;
  bool known = true;
};

struct Signal {
  std::string name;
  unsigned bits;
};

unsigned bits_for(std::uint64_t largest) {
  unsigned bits = 1;
  while ((largest >>= 1U) != 0) ++bits;
  return bits;
}

/// Short names that the format asks for: 1 to 3 of its 94 printable characters.
std::string identifier(std::size_t number) {
  std::string text;
  do {
    text += static_cast<char>('!' + number % 94);
    number /= 94;
  } while (number > 0);
  return text;
}

/// Readers end a name at white space and take a bracket for a range of bits.
std::string signal_name(const std::string& name) {
  std::string text = name;
  for (char& c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '.') c = '_';
  }
  return text;
}

/// Comments end at "$end".
std::string comment(std::string text) {
  std::replace(text.begin(), text.end(), '$', '_');
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// The signals of all layers: those of one name are one signal, which is x in layers without it.
class Signals {
 public:
  explicit Signals(const RunReport& run) {
    add("layer", bits_for(run.layers.size()));
    for (const LayerReport& layer : run.layers) {
      for (const auto& module : layer.record.timeline->modules) add(module.name, 2);
      for (const auto& level : layer.record.timeline->levels) {
        add(level.name, bits_for(level.capacity));
      }
    }
  }

  std::uint32_t number(const std::string& name) const { return numbers_.at(name); }
  const std::vector<Signal>& all() const { return all_; }

 private:
  void add(const std::string& name, unsigned bits) {
    const auto [place, is_new] = numbers_.emplace(name, static_cast<std::uint32_t>(all_.size()));
    if (is_new) all_.push_back({name, bits});
    Signal& signal = all_[place->second];
    signal.bits = std::max(signal.bits, bits);
  }

  std::map<std::string, std::uint32_t> numbers_;
  std::vector<Signal> all_;
};

/// Collects the changes of one layer's signals.
class LayerChanges {
 public:
  LayerChanges(const core::Timeline& timeline, std::uint64_t offset, std::vector<Change>& changes)
      : timeline_{timeline}, offset_{offset}, changes_{changes} {}

  void add(const core::ActivityTrack& module, std::uint32_t signal) {
    const auto idle = static_cast<std::uint64_t>(core::Activity::idle);
    auto slice = module.slices.begin();
    for_each_window([&](std::uint64_t begin, std::uint64_t end) {
      std::uint64_t done = begin;
      for (; slice != module.slices.end() && slice->begin < end; ++slice) {
        if (slice->begin > done) known(done, signal, idle);
        known(slice->begin, signal, static_cast<std::uint64_t>(slice->what));
        done = slice->end;
      }
      if (done < end) known(done, signal, idle);
      unknown(end, signal);
    });
  }

  void add(const core::LevelTrack& level, std::uint32_t signal) {
    auto change = level.changes.begin();
    std::uint64_t now = 0;
    for_each_window([&](std::uint64_t begin, std::uint64_t end) {
      if (change == level.changes.end() || change->cycle > begin) known(begin, signal, now);
      for (; change != level.changes.end() && change->cycle < end; ++change) {
        now = change->level;
        known(change->cycle, signal, now);
      }
      unknown(end, signal);
    });
  }

 private:
  template <class Visit>
  void for_each_window(Visit visit) const {
    std::uint64_t begin = 0;
    while ((begin = timeline_.windows.first_held(begin)) < timeline_.cycles) {
      const std::uint64_t end = std::min(timeline_.windows.end_of_window(begin), timeline_.cycles);
      visit(begin, end);
      begin = end;
    }
  }
  void known(std::uint64_t cycle, std::uint32_t signal, std::uint64_t value) {
    changes_.push_back({offset_ + cycle, value, signal, true});
  }
  void unknown(std::uint64_t cycle, std::uint32_t signal) {
    changes_.push_back({offset_ + cycle, 0, signal, false});
  }

  const core::Timeline& timeline_;
  const std::uint64_t offset_;
  std::vector<Change>& changes_;
};

/// In the order of time and, within a cycle, of signals.
std::vector<Change> changes_of(const RunReport& run, const Signals& signals) {
  std::vector<Change> changes;
  std::uint64_t offset = 0;
  std::uint64_t number = 0;
  for (const LayerReport& layer : run.layers) {
    const core::Timeline& timeline = *layer.record.timeline;
    changes.push_back({offset, number++, signals.number("layer"), true});
    LayerChanges of_layer{timeline, offset, changes};
    for (const auto& module : timeline.modules) of_layer.add(module, signals.number(module.name));
    for (const auto& level : timeline.levels) of_layer.add(level, signals.number(level.name));
    offset += timeline.cycles;
  }
  changes.push_back({offset, 0, signals.number("layer"), false});
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return a.cycle != b.cycle ? a.cycle < b.cycle : a.signal < b.signal;
  });
  return changes;
}

/// One layer's x is another's value at the boundary: the later one holds.
bool is_superseded(const std::vector<Change>& changes, std::size_t i) {
  return i + 1 < changes.size() && changes[i].cycle == changes[i + 1].cycle &&
         changes[i].signal == changes[i + 1].signal;
}

std::string header(const RunReport& run, const Signals& signals) {
  std::string text = fmt::format("$version gossamer {} $end\n", run.version);
  text +=
      "$comment One unit of time is one cycle. Modules: 0 busy, 1 wait_input, 2 wait_output, 3 "
      "idle. x: not recorded. $end\n";
  std::size_t number = 0;
  for (const LayerReport& layer : run.layers) {
    text += fmt::format("$comment layer {}: {} $end\n", number++, comment(layer.record.name));
  }
  text +=
      fmt::format("$timescale 1 ns $end\n$scope module {} $end\n", signal_name(run.architecture));
  for (std::size_t i = 0; i < signals.all().size(); ++i) {
    const Signal& signal = signals.all()[i];
    text += fmt::format("$var reg {} {} {} $end\n", signal.bits, identifier(i),
                        signal_name(signal.name));
  }
  return text + "$upscope $end\n$enddefinitions $end\n";
}

}  // namespace

std::string timeline_vcd(const RunReport& run) {
  const Signals signals{run};
  std::string text = header(run, signals);
  const std::vector<Change> changes = changes_of(run, signals);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Change& change = changes[i];
    const auto end = std::back_inserter(text);
    if (i == 0 || change.cycle != changes[i - 1].cycle) fmt::format_to(end, "#{}\n", change.cycle);
    if (is_superseded(changes, i)) continue;
    if (change.known) {
      fmt::format_to(end, "b{:b} {}\n", change.value, identifier(change.signal));
    } else {
      fmt::format_to(end, "bx {}\n", identifier(change.signal));
    }
  }
  return text;
}

}  // namespace gossamer::report
