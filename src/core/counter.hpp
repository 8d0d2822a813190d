// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gossamer::core {

/// What one count of a counter stands for.
enum class Unit { action, bit, byte };

class Counter;

/// The counters of one hardware component: the path is its place in the machine
/// (`pe/multipliers`; alike components of all PEs share a path), the kind says what it is. The
/// component of the same path says what each action is made of (core/component.hpp).
class StatGroup {
 public:
  StatGroup(std::string path, std::string kind) : path_{std::move(path)}, kind_{std::move(kind)} {}
  StatGroup(const StatGroup&) = delete;
  StatGroup& operator=(const StatGroup&) = delete;

  const std::string& path() const { return path_; }
  const std::string& kind() const { return kind_; }
  const std::vector<const Counter*>& counters() const { return counters_; }

 private:
  friend class Counter;
  std::string path_;
  std::string kind_;
  std::vector<const Counter*> counters_;
};

/// Counts one action of a component. Never priced, printed or formatted where it is counted.
class Counter {
 public:
  /// `name` is an action that the component of the group's path offers; `text` says what one count
  /// is.
  Counter(StatGroup& group, std::string_view name, Unit unit, std::string_view text)
      : name_{name}, text_{text}, unit_{unit} {
    group.counters_.push_back(this);
  }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  void operator++() { ++value_; }
  void operator+=(std::uint64_t n) { value_ += n; }

  std::uint64_t value() const { return value_; }
  std::string_view name() const { return name_; }
  std::string_view text() const { return text_; }
  Unit unit() const { return unit_; }

 private:
  std::uint64_t value_ = 0;
  std::string_view name_;
  std::string_view text_;
  Unit unit_;
};

}  // namespace gossamer::core
