// SPDX-License-Identifier: Apache-2.0
#include "sweep/range.hpp"

#include <fmt/format.h>

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <limits>

#include "core/names.hpp"
#include "core/yaml.hpp"

namespace gossamer::sweep {

namespace {

using Decimal = boost::multiprecision::cpp_dec_float_50;

/// The keys of a range as written; what is absent is none.
struct Range {
  std::optional<Decimal> from;
  std::optional<Decimal> to;
  std::optional<Decimal> step;
  std::optional<Decimal> factor;
  std::optional<std::int64_t> points;
  bool log = false;
};

class RangeReader {
 public:
  RangeReader(const core::YamlEntry& entry, Type type, const std::string& file, Axis& axis,
              core::Faults& faults)
      : entry_{entry}, type_{type}, axis_{axis}, faults_{faults}, map_{entry.node, file} {}

  void read(bool samples) {
    if (type_ == Type::boolean || type_ == Type::text) {
      return fault("a range is for numbers; this parameter takes a list of values");
    }
    const std::size_t before = faults_.size();
    read_keys();
    core::add_unknown_keys(map_, " in " + axis_.path, faults_);
    if (faults_.size() != before || !is_sound(samples)) return;
    if (range_.step) {
      add_steps();
    } else if (range_.factor) {
      add_factors();
    } else if (range_.points) {
      add_points();
    } else {
      axis_.interval =
          Interval{number(*range_.from), number(*range_.to), range_.log, type_ == Type::integer};
    }
  }

 private:
  static double number(const Decimal& value) { return value.convert_to<double>(); }

  void fault(const std::string& message) {
    faults_.add(entry_.value.where, axis_.path + ": " + message);
  }

  void read_keys() {
    range_.from = decimal("from");
    range_.to = decimal("to");
    range_.step = decimal("step");
    range_.factor = decimal("factor");
    if (const core::YamlEntry* points = map_.find("points")) {
      range_.points = core::as_integer(points->value, name_of("points"), 2,
                                       static_cast<std::int64_t>(most_choices), faults_);
    }
    if (const core::YamlEntry* scale = map_.find("scale")) {
      range_.log = core::as_choice(scale->value, name_of("scale"), {"linear", "log"}, faults_) == 1;
    }
  }

  std::string name_of(const char* key) const { return axis_.path + "." + key; }

  std::optional<Decimal> decimal(const char* key) {
    const core::YamlEntry* entry = map_.find(key);
    if (entry == nullptr) return std::nullopt;
    double value = 0.0;
    if (entry->value.form != core::WrittenValue::Form::plain ||
        !core::parse_number(entry->value.text, value)) {
      faults_.add(entry->value.where, fmt::format("{}: {} is not a decimal number", name_of(key),
                                                  core::quoted(entry->value.text)));
      return std::nullopt;
    }
    return Decimal{entry->value.text.front() == '+' ? entry->value.text.substr(1)
                                                    : entry->value.text};
  }

  bool is_sound(bool samples) {
    const std::size_t before = faults_.size();
    const int ways = int{range_.step.has_value()} + int{range_.factor.has_value()} +
                     int{range_.points.has_value()};
    if (!range_.from || !range_.to) {
      fault("a range needs 'from' and 'to'");
    } else if (*range_.from >= *range_.to) {
      fault("'from' must be less than 'to'");
    } else if ((range_.log || range_.factor) && *range_.from <= 0) {
      fault("a logarithmic range must start above 0");
    }
    if (ways > 1) fault("'step', 'factor' and 'points' exclude each other");
    if (ways == 0 && !samples) {
      fault("a range needs 'step', 'factor' or 'points' unless the sweep draws samples");
    }
    if (range_.step && *range_.step <= 0) fault("'step' must be more than 0");
    if (range_.factor && *range_.factor <= 1) fault("'factor' must be more than 1");
    if (map_.has("scale") && (range_.step || range_.factor)) {
      fault("'scale' goes with 'points'; 'step' is linear and 'factor' logarithmic");
    }
    return faults_.size() == before;
  }

  /// False once there are too many, which is a fault.
  bool add(const Decimal& value) {
    if (axis_.choices.size() == most_choices) {
      fault(fmt::format("more than {} values; choose a larger step", most_choices));
      return false;
    }
    const double exact = number(value);
    if (type_ == Type::integer && !range_.points && exact != std::floor(exact)) {
      fault(
          fmt::format("{} is not a whole number; choose 'from', 'to' and the step so that all "
                      "are, or 'points', which rounds",
                      exact));
      return false;
    }
    const Value rounded = number_value(exact, type_);
    const bool again = !axis_.choices.empty() && axis_.choices.back().value == rounded;
    if (!again) axis_.choices.push_back({rounded, entry_.value.where});
    return true;
  }

  void add_steps() {
    for (Decimal value = *range_.from; value <= *range_.to; value += *range_.step) {
      if (!add(value)) return;
    }
  }

  void add_factors() {
    for (Decimal value = *range_.from; value <= *range_.to; value *= *range_.factor) {
      if (!add(value)) return;
    }
  }

  void add_points() {
    const Decimal last = *range_.points - 1;
    for (std::int64_t i = 0; i < *range_.points; ++i) {
      const Decimal share = Decimal{i} / last;
      Decimal value = *range_.from + (*range_.to - *range_.from) * share;
      if (range_.log) value = *range_.from * pow(Decimal{*range_.to / *range_.from}, share);
      if (!add(value)) return;
    }
  }

  const core::YamlEntry& entry_;
  const Type type_;
  Axis& axis_;
  core::Faults& faults_;
  core::YamlMap map_;
  Range range_;
};

}  // namespace

void read_range(const core::YamlEntry& entry, Type type, bool samples, const std::string& file,
                Axis& axis, core::Faults& faults) {
  RangeReader{entry, type, file, axis, faults}.read(samples);
}

}  // namespace gossamer::sweep
