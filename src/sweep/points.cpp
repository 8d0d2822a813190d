// SPDX-License-Identifier: Apache-2.0
#include "sweep/points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sweep/prices.hpp"
#include "sweep/samples.hpp"

namespace gossamer::sweep {

namespace {

[[noreturn]] void refuse_too_many(const Sweep& sweep) {
  throw core::ConfigError{
      {sweep.file, 1, 1},
      fmt::format("the sweep has more than {} points; leave out values, or draw samples",
                  most_points)};
}

double as_number(const Value& value) {
  return value.is_boolean() ? static_cast<double>(value.get<bool>()) : value.get<double>();
}

/// A whole number if it is one and its parameter wants one; anything else is the reader's fault.
Value derived_value(double number, Type type) {
  const bool whole = std::abs(number) < 1e15 && number == std::floor(number);
  return type == Type::integer && whole ? number_value(number, type) : Value(number);
}

[[noreturn]] void refuse_no_number(const core::Position& where, const std::string& what) {
  throw core::ConfigError{
      where, fmt::format("{}: for some values this is no number, but a division by 0 or a root or "
                         "logarithm of what has none",
                         what)};
}

/// Appends what is derived; false if a condition does not hold.
/// `numbers` are those of the base, or what this left of them for another point.
bool complete(const Base& base, cost::Attributes& numbers, std::vector<Value>& values) {
  if (base.derived.empty() && base.conditions.empty()) return true;
  for (std::size_t i = 0; i < base.axes.size(); ++i) {
    if (!values[i].is_string()) numbers[base.axes[i].path] = as_number(values[i]);
  }
  for (const Derived& derived : base.derived) {
    const double number = derived.formula.at(numbers);
    if (!std::isfinite(number)) refuse_no_number(derived.where, derived.path);
    numbers[derived.path] = number;
    values.push_back(derived_value(number, derived.type));
  }
  for (const Condition& condition : base.conditions) {
    if (!condition.is_number(numbers)) refuse_no_number(condition.where(), condition.text());
    if (!condition.holds(numbers)) return false;
  }
  return true;
}

/// The values of every combination or sample of a base for which the conditions hold.
std::vector<std::vector<Value>> values_of(const Sweep& sweep, const Base& base,
                                          std::size_t& left_out) {
  std::vector<std::vector<Value>> kept;
  cost::Attributes numbers = base.numbers;
  const auto add = [&](std::vector<Value> values) {
    if (complete(base, numbers, values)) {
      kept.push_back(std::move(values));
    } else {
      ++left_out;
    }
  };
  if (sweep.sampling == Sampling::grid) {
    const std::size_t size = grid_size(base.axes, most_points + 1);
    if (size > most_points) refuse_too_many(sweep);
    for (std::size_t i = 0; i < size; ++i) add(grid_values(base.axes, i));
  } else {
    for (auto& values : draw_samples(base.axes, sweep.sampling, sweep.samples, sweep.sample_seed)) {
      add(std::move(values));
    }
  }
  return kept;
}

/// Path and place of value `i` of the points of a base.
std::pair<const std::string&, const core::Position&> parameter(const Base& base, std::size_t i) {
  if (i < base.axes.size()) return {base.axes[i].path, base.axes[i].where};
  const Derived& derived = base.derived[i - base.axes.size()];
  return {derived.path, derived.where};
}

/// What a point gives one of the sweep's own parameters.
struct Setting {
  Value value;
  core::Position where;
};

std::optional<Setting> setting_of(const Sweep& sweep, const Point& point, const char* path) {
  for (std::size_t i = 0; i < point.values.size(); ++i) {
    const auto [name, where] = parameter(sweep.bases[point.base], i);
    if (name == path) return Setting{point.values[i], where};
  }
  return std::nullopt;
}

/// The density of a point, which may be derived and anything.
std::optional<double> density_of(const Sweep& sweep, const Point& point, const char* path) {
  const auto setting = setting_of(sweep, point, path);
  if (!setting) return std::nullopt;
  const double density = as_number(setting->value);
  if (density >= 0 && density <= 1) return density;
  throw core::ConfigError{setting->where, fmt::format("{}: {} is out of range; allowed: 0 to 1",
                                                      path, text_of(setting->value))};
}

void set_density(std::optional<double> density, const char* path, const workload::Layer& layer,
                 workload::OperandSource& operand) {
  if (!density) return;
  operand.density = {*density};
  const tensor::PatternKind kind = operand.pattern.kind;
  const bool n_of_m = kind == tensor::PatternKind::two_of_four ||
                      kind == tensor::PatternKind::one_of_two ||
                      kind == tensor::PatternKind::four_of_eight_pairs;
  if (!n_of_m || *density <= 0.5) return;
  throw core::ConfigError{
      layer.where,
      fmt::format("layer '{}': {} of {} is more than pattern {} can hold; allowed: 0 to 0.5",
                  layer.name, path, *density,
                  tensor::pattern_names[static_cast<std::size_t>(kind)])};
}

/// A name of a file that is relative to the sweep's, as an absolute one; any other as it is.
std::string file_beside(const Sweep& sweep, const std::string& name) {
  const auto file = std::filesystem::absolute(std::filesystem::path{sweep.file});
  const std::filesystem::path beside = file.parent_path() / name;
  std::error_code error;
  return std::filesystem::exists(beside, error) ? beside.string() : name;
}

}  // namespace

Points expand(const Sweep& sweep) {
  Points points;
  for (std::size_t b = 0; b < sweep.bases.size(); ++b) {
    std::size_t left_out = 0;
    const auto values = values_of(sweep, sweep.bases[b], left_out);
    points.left_out += left_out * sweep.workloads.size();
    for (std::size_t w = 0; w < sweep.workloads.size(); ++w) {
      for (const auto& each : values) points.kept.push_back({b, w, each});
      if (points.kept.size() > most_points) refuse_too_many(sweep);
    }
  }
  if (points.kept.empty()) {
    throw core::ConfigError{
        {sweep.file, 1, 1},
        fmt::format("no point is left: the conditions hold for none of {}", points.left_out)};
  }
  return points;
}

std::vector<std::string> columns(const Sweep& sweep) {
  std::vector<std::string> paths;
  const auto add = [&paths](const std::string& path) {
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
  };
  for (const Base& base : sweep.bases) {
    for (const Axis& axis : base.axes) add(axis.path);
  }
  for (const Base& base : sweep.bases) {
    for (const Derived& derived : base.derived) add(derived.path);
  }
  return paths;
}

std::vector<std::pair<std::string, Value>> settings(const Sweep& sweep, const Point& point) {
  std::vector<std::pair<std::string, Value>> all;
  for (std::size_t i = 0; i < point.values.size(); ++i) {
    all.emplace_back(parameter(sweep.bases[point.base], i).first, point.values[i]);
  }
  return all;
}

std::vector<core::Override> overrides(const Sweep& sweep, const Point& point) {
  std::vector<core::Override> all;
  for (std::size_t i = 0; i < point.values.size(); ++i) {
    const auto [path, where] = parameter(sweep.bases[point.base], i);
    if (path == seed_path || path == weight_density_path || path == activation_density_path) {
      continue;
    }
    std::string text = text_of(point.values[i]);
    const bool is_file =
        std::find(price_files.begin(), price_files.end(), path) != price_files.end();
    if (is_file) text = file_beside(sweep, text);
    all.push_back({path, text, where});
  }
  return all;
}

arch::SimulationOptions options(const Sweep& sweep, const Point& point) {
  arch::SimulationOptions options;
  options.seed = sweep.seed;
  options.values = sweep.values;
  options.check = sweep.check;
  const auto seed = setting_of(sweep, point, seed_path);
  if (!seed) return options;
  if (!seed->value.is_number_integer() || seed->value.get<std::int64_t>() < 0) {
    throw core::ConfigError{seed->where, fmt::format("seed: {} is not a whole number of at least 0",
                                                     text_of(seed->value))};
  }
  options.seed = seed->value.get<std::uint64_t>();
  return options;
}

std::vector<workload::Layer> layers(const Sweep& sweep, const Point& point) {
  std::vector<workload::Layer> layers = sweep.workloads[point.workload].layers;
  const auto weights = density_of(sweep, point, weight_density_path);
  const auto activations = density_of(sweep, point, activation_density_path);
  for (workload::Layer& layer : layers) {
    set_density(weights, weight_density_path, layer, layer.weights);
    set_density(activations, activation_density_path, layer, layer.activations);
  }
  return layers;
}

}  // namespace gossamer::sweep
