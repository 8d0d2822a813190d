// SPDX-License-Identifier: Apache-2.0
#include "sweep/axis.hpp"

#include <algorithm>
#include <cmath>

#include "core/yaml.hpp"
#include "cost/exact_math.hpp"
#include "sweep/range.hpp"

namespace gossamer::sweep {

namespace {

using Form = core::WrittenValue::Form;

std::size_t index_at(double q, std::size_t size) {
  const auto index = static_cast<std::size_t>(q * static_cast<double>(size));
  return std::min(index, size - 1);
}

void add_choice(const core::WrittenValue& written, Type type, Axis& axis, core::Faults& faults) {
  const auto value = read_value(written, axis.path, type, faults);
  if (!value) return;
  const auto same = [&value](const Choice& other) { return other.value == *value; };
  if (std::any_of(axis.choices.begin(), axis.choices.end(), same)) {
    faults.add(written.where, axis.path + ": " + text_of(*value) + " is listed twice");
    return;
  }
  axis.choices.push_back({*value, written.where});
}

void read_list(const core::YamlEntry& entry, Type type, const std::string& file, Axis& axis,
               core::Faults& faults) {
  if (entry.node.size() == 0) {
    faults.add(entry.value.where, axis.path + ": the list is empty; it needs a value");
  }
  for (const YAML::Node& node : entry.node) {
    add_choice(core::written_value(node, core::position_of(node, file)), type, axis, faults);
  }
}

}  // namespace

Value Interval::at(double q) const {
  // Whole numbers have a share each; the upper end's would otherwise be empty.
  const double end = whole ? to + 1 : to;
  const double value = log ? from * cost::power(end / from, q) : from + q * (end - from);
  if (!whole) return std::clamp(value, from, to);
  return number_value(std::clamp(std::floor(value), from, to), Type::integer);
}

Value Axis::at(double q) const {
  if (interval) return interval->at(q);
  return choices[index_at(q, choices.size())].value;
}

Axis read_axis(const core::YamlEntry& entry, Type type, bool samples, const std::string& file,
               core::Faults& faults) {
  Axis axis;
  axis.path = entry.key;
  axis.where = entry.value.where;
  if (entry.value.form == Form::list) {
    read_list(entry, type, file, axis, faults);
  } else if (entry.value.form == Form::mapping) {
    read_range(entry, type, samples, file, axis, faults);
  } else {
    add_choice(entry.value, type, axis, faults);
  }
  return axis;
}

}  // namespace gossamer::sweep
