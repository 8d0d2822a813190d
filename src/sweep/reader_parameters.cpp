// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "core/names.hpp"
#include "core/parameter_reader.hpp"
#include "sweep/reader_context.hpp"

namespace gossamer::sweep {

namespace {

using Form = core::WrittenValue::Form;

bool is_of_sweep(const std::string& path) {
  return path == seed_path || path == weight_density_path || path == activation_density_path;
}

std::vector<std::string> paths_of(const Base& base) {
  std::vector<std::string> paths;
  for (const auto& [path, type] : base.types) paths.push_back(path);
  return paths;
}

/// Faults of one value as its parameter has them: type, range, choice.
void check_value(const std::string& path, const Choice& choice, const Base& base,
                 core::Faults& faults) {
  const core::WrittenValue written{choice.where, Form::plain, text_of(choice.value)};
  if (path == weight_density_path || path == activation_density_path) {
    core::as_number(written, path, 0, 1, faults);
  } else if (path == seed_path) {
    core::as_integer(written, path, 0, std::numeric_limits<std::int64_t>::max(), faults);
  }
  if (is_of_sweep(path)) return;
  const auto& families = arch::catalog();
  const auto family =
      std::find_if(families.begin(), families.end(), [&base](const arch::CatalogEntry& entry) {
        return entry.name == base.parameters.at("architecture");
      });
  core::ParameterReader reader{
      YAML::Node{}, choice.where.file, {{path, text_of(choice.value), choice.where}}, faults};
  arch::Operation operation;
  operation.describe(reader);
  family->make()->describe(reader);
}

void check_values(const Axis& axis, const Base& base, core::Faults& faults) {
  for (const Choice& choice : axis.choices) check_value(axis.path, choice, base, faults);
  if (!axis.interval) return;
  const Type type = axis.interval->whole ? Type::integer : Type::number;
  for (const double end : {axis.interval->from, axis.interval->to}) {
    check_value(axis.path, {number_value(end, type), axis.where}, base, faults);
  }
}

/// The mapping under a key, or none; every fault of its form is added.
std::optional<core::YamlMap> read_block(core::YamlMap& parent, const std::string& key,
                                        ReaderContext& context) {
  const core::YamlEntry* entry = parent.find(key);
  if (entry == nullptr) return std::nullopt;
  if (entry->value.form != Form::mapping) {
    context.faults.add(entry->value.where, key + ": must be a mapping of parameters to values");
    return std::nullopt;
  }
  return core::YamlMap{entry->node, context.file};
}

/// Reads the parameters of one place for one base.
class AxesReader {
 public:
  AxesReader(bool samples, ReaderContext& context) : samples_{samples}, context_{context} {}

  void read(const core::YamlMap& map, Base& base) {
    // Nothing was asked for yet: these are all its entries.
    for (const core::YamlEntry* entry : map.unknown()) {
      const auto type = base.types.find(entry->key);
      if (type == base.types.end()) {
        add_once(entry->key_where, unknown(entry->key, base));
        continue;
      }
      const auto same = [entry](const Axis& axis) { return axis.path == entry->key; };
      if (std::any_of(base.axes.begin(), base.axes.end(), same)) {
        add_once(entry->key_where,
                 fmt::format("{}: stands in 'parameters' already", core::quoted(entry->key)));
        continue;
      }
      core::Faults faults;
      Axis axis = read_axis(*entry, type->second, samples_, context_.file, faults);
      if (faults.empty()) check_values(axis, base, faults);
      const bool good = faults.empty();
      add_all(faults);
      if (good) base.axes.push_back(std::move(axis));
    }
  }

 private:
  /// The parameter that the name is the end of, else the nearest, or "".
  static std::string nearest_path(const std::string& name, const Base& base) {
    const std::vector<std::string> paths = paths_of(base);
    const auto ends_in = [&name](const std::string& path) {
      return path.size() > name.size() &&
             path.compare(path.size() - name.size() - 1, std::string::npos, "." + name) == 0;
    };
    const auto found = std::find_if(paths.begin(), paths.end(), ends_in);
    return found == paths.end() ? core::nearest_name(name, paths) : *found;
  }

  static std::string unknown(const std::string& path, const Base& base) {
    const auto group = [&path](const auto& known) {
      return known.first.compare(0, path.size() + 1, path + ".") == 0;
    };
    if (std::any_of(base.types.begin(), base.types.end(), group)) {
      return fmt::format("{} is a group of '{}'; sweep one of its parameters, such as '{}'",
                         core::quoted(path), base.name,
                         std::find_if(base.types.begin(), base.types.end(), group)->first);
    }
    const std::string nearest = nearest_path(path, base);
    return fmt::format("'{}' has no parameter {}{}", base.name, core::quoted(path),
                       nearest.empty()
                           ? fmt::format("; 'gossamer describe {}' lists them",
                                         base.parameters.at("architecture").get<std::string>())
                           : fmt::format("; did you mean '{}'?", nearest));
  }

  void add_all(core::Faults& faults) {
    try {
      faults.throw_if_any();
    } catch (const core::ConfigError& error) {
      for (const core::Fault& fault : error.faults()) add_once(fault.where, fault.message);
    }
  }

  /// Several bases find the same faults.
  void add_once(const core::Position& where, const std::string& message) {
    if (said_.insert(core::to_string(where) + message).second) context_.faults.add(where, message);
  }

  const bool samples_;
  ReaderContext& context_;
  std::set<std::string> said_;
};

void read_only(core::YamlMap& root, AxesReader& axes, std::vector<Base>& bases,
               ReaderContext& context) {
  auto only = read_block(root, "only", context);
  if (!only) return;
  for (Base& base : bases) {
    if (auto map = read_block(*only, base.name, context)) axes.read(*map, base);
  }
  core::add_unknown_keys(*only, " in only", context.faults);
}

/// The first name that a base lacks, or "".
std::string missing_name(const std::set<std::string>& names, const Base& base) {
  const auto is_missing = [&base](const std::string& name) {
    return base.numbers.count(name) == 0 && !is_of_sweep(name);
  };
  const auto found = std::find_if(names.begin(), names.end(), is_missing);
  return found == names.end() ? "" : *found;
}

/// Hands an expression to the bases that have all its names; there must be one.
void for_bases_with(const std::set<std::string>& names, const core::Position& where,
                    std::vector<Base>& bases, ReaderContext& context,
                    const std::function<void(Base&)>& use) {
  bool used = false;
  for (Base& base : bases) {
    if (!missing_name(names, base).empty()) continue;
    use(base);
    used = true;
  }
  if (used || bases.empty()) return;
  const std::string missing = missing_name(names, bases.front());
  const bool known = bases.front().types.count(missing) != 0;
  context.faults.add(where, known
                                ? fmt::format("{} is not a number", core::quoted(missing))
                                : fmt::format("there is no parameter {}{}", core::quoted(missing),
                                              core::suggestion(missing, paths_of(bases.front()))));
}

/// Names of `workload` and the seed stand for nothing unless they are swept.
void refuse_unset(const std::set<std::string>& names, const core::Position& where, const Base& base,
                  core::Faults& faults) {
  for (const std::string& name : names) {
    const auto same = [&name](const auto& set) { return set.path == name; };
    if (!is_of_sweep(name) || std::any_of(base.axes.begin(), base.axes.end(), same) ||
        std::any_of(base.derived.begin(), base.derived.end(), same)) {
      continue;
    }
    faults.add(where, fmt::format("{} is not swept, so it has no value here", core::quoted(name)));
  }
}

void add_derived(const core::YamlEntry& entry, const cost::Formula& formula, Base& base,
                 ReaderContext& context) {
  const auto of_path = [&entry](const auto& other) { return other.path == entry.key; };
  if (std::any_of(base.axes.begin(), base.axes.end(), of_path)) {
    context.faults.add(
        entry.key_where,
        fmt::format("{}: is swept and derived; allowed: one of both", core::quoted(entry.key)));
  }
  if (formula.names().count(entry.key) != 0) {
    context.faults.add(entry.value.where, entry.key + ": depends on itself");
  }
  for (const Derived& earlier : base.derived) {
    if (earlier.formula.names().count(entry.key) == 0) continue;
    context.faults.add(earlier.where, fmt::format("{}: depends on {}, which is derived after it; "
                                                  "change the order",
                                                  earlier.path, core::quoted(entry.key)));
  }
  const Type type = base.types.at(entry.key);
  if (type == Type::boolean || type == Type::text) {
    context.faults.add(entry.key_where, entry.key + ": an expression is a number, this is none");
  }
  refuse_unset(formula.names(), entry.value.where, base, context.faults);
  base.derived.push_back({entry.key, entry.value.where, type, formula});
}

void read_derived(core::YamlMap& root, std::vector<Base>& bases, ReaderContext& context) {
  const auto map = read_block(root, "derived", context);
  if (!map) return;
  for (const core::YamlEntry* entry : map->unknown()) {
    const auto text = core::as_text(entry->value, entry->key, context.faults);
    if (!text) continue;
    const std::size_t before = context.faults.size();
    const auto formula = cost::Formula::parse(*text, entry->value.where, context.faults);
    if (context.faults.size() != before) continue;
    std::set<std::string> names = formula.names();
    names.insert(entry->key);
    for_bases_with(names, entry->value.where, bases, context,
                   [&](Base& base) { add_derived(*entry, formula, base, context); });
  }
}

void read_conditions(core::YamlMap& root, std::vector<Base>& bases, ReaderContext& context) {
  const core::YamlEntry* entry = root.find("conditions");
  if (entry == nullptr) return;
  for (const core::YamlEntry& one : entries_of(*entry, context.file)) {
    const auto text = core::as_text(one.value, "conditions", context.faults);
    if (!text) continue;
    const std::size_t before = context.faults.size();
    const auto condition = Condition::parse(*text, one.value.where, context.faults);
    if (context.faults.size() != before) continue;
    for_bases_with(condition.names(), condition.where(), bases, context, [&](Base& base) {
      refuse_unset(condition.names(), condition.where(), base, context.faults);
      base.conditions.push_back(condition);
    });
  }
}

/// A density can replace a density, not a file.
void refuse_densities_of_files(const std::vector<Base>& bases,
                               const std::vector<Workload>& workloads, core::Faults& faults) {
  std::set<std::string> said;  // bases share parameters
  const auto refuse = [&](const auto& parameter, const char* path,
                          workload::OperandSource workload::Layer::*operand) {
    if (parameter.path != path || !said.insert(core::to_string(parameter.where)).second) return;
    for (const Workload& workload : workloads) {
      for (const workload::Layer& layer : workload.layers) {
        if ((layer.*operand).generated()) continue;
        faults.add(parameter.where, fmt::format("{}: layer '{}' of '{}' reads a file", path,
                                                layer.name, workload.name));
        return;
      }
    }
  };
  const auto refuse_both = [&refuse](const auto& parameters) {
    for (const auto& parameter : parameters) {
      refuse(parameter, weight_density_path, &workload::Layer::weights);
      refuse(parameter, activation_density_path, &workload::Layer::activations);
    }
  };
  for (const Base& base : bases) {
    refuse_both(base.axes);
    refuse_both(base.derived);
  }
}

}  // namespace

void read_parameters(core::YamlMap& root, bool samples, const std::vector<Workload>& workloads,
                     std::vector<Base>& bases, ReaderContext& context) {
  AxesReader axes{samples, context};
  if (const auto map = read_block(root, "parameters", context)) {
    for (Base& base : bases) axes.read(*map, base);
  }
  read_only(root, axes, bases, context);
  read_derived(root, bases, context);
  read_conditions(root, bases, context);
  refuse_densities_of_files(bases, workloads, context.faults);
}

}  // namespace gossamer::sweep
