// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gossamer::core {

/// Visits the parameters of a block. A block writes each parameter once, in its `describe`: name,
/// default (the value it holds when visited), unit, meaning and range. The visitors are the YAML
/// reader, the writer of resolved configurations and the documentation.
///
/// Units are words such as "edges", "KiB", "GB/s", "ns"; "" for pure numbers.
class ParameterVisitor {
 public:
  virtual ~ParameterVisitor() = default;

  /// A whole number in [min, max].
  virtual void field(std::string_view name, std::uint32_t& value, std::string_view unit,
                     std::string_view meaning, std::uint32_t min, std::uint32_t max) = 0;
  /// A finite number in [min, max].
  virtual void field(std::string_view name, double& value, std::string_view unit,
                     std::string_view meaning, double min, double max) = 0;
  virtual void field(std::string_view name, bool& value, std::string_view meaning) = 0;
  virtual void field(std::string_view name, std::string& value, std::string_view meaning) = 0;
  /// One of `choices`; `value` is an index into them.
  virtual void choice(std::string_view name, std::size_t& value, std::string_view meaning,
                      const std::vector<std::string>& choices) = 0;
  /// A nested block: `members` visits its fields.
  virtual void group(std::string_view name, std::string_view meaning,
                     const std::function<void(ParameterVisitor&)>& members) = 0;

  /// An enumeration whose values 0, 1, ... are named by `choices`.
  template <class Enum>
  void choice_of(std::string_view name, Enum& value, std::string_view meaning,
                 const std::vector<std::string>& choices) {
    auto index = static_cast<std::size_t>(value);
    choice(name, index, meaning, choices);
    value = static_cast<Enum>(index);
  }
};

}  // namespace gossamer::core
