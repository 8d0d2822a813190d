// SPDX-License-Identifier: Apache-2.0
#include "cli/equal_scaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/banded_prices.hpp"
#include "cli/data_directory.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"
#include "core/yaml.hpp"

namespace gossamer::cli {

namespace {

constexpr const char* bandwidth_path = "dram.bandwidth_gb_per_s";

/// As a fraction of the target. Steps of whole PEs or SMs stay below it but for the smallest
/// machines; what is further off is out of the machine's reach.
constexpr double largest_deviation = 0.25;

/// Every parameter by its dotted path.
void flatten(const nlohmann::ordered_json& json, const std::string& prefix,
             nlohmann::ordered_json& flat) {
  for (const auto& [key, value] : json.items()) {
    if (value.is_object()) {
      flatten(value, prefix + key + ".", flat);
    } else {
      flat[prefix + key] = value;
    }
  }
}

nlohmann::ordered_json changes_between(const nlohmann::ordered_json& before,
                                       const nlohmann::ordered_json& after) {
  auto old_values = nlohmann::ordered_json::object();
  auto new_values = nlohmann::ordered_json::object();
  flatten(before, "", old_values);
  flatten(after, "", new_values);
  auto changes = nlohmann::ordered_json::object();
  for (const auto& [path, value] : new_values.items()) {
    if (old_values[path] != value) changes[path] = {old_values[path], value};
  }
  return changes;
}

/// The overrides that bring the machine nearest to the target; none for the machine as it is.
class NearestSize {
 public:
  NearestSize(double target, const EqualRequest& request, const ConfigurationFile& file,
              const std::string& technology)
      : target_{target}, request_{request}, file_{file}, technology_{technology} {}

  std::vector<core::Override> find(const arch::Configuration& as_it_is) {
    const auto sizes = as_it_is.family->sizes();
    if (sizes.empty()) {
      throw core::ConfigError{{file_.path}, "this architecture has one size; --equal needs others"};
    }
    best_ = std::abs(measure(request_, as_it_is, technology_) - target_);
    // Multipliers and area grow with the size.
    std::size_t low = 0, high = sizes.size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (at(sizes[middle]) < target_) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low > 0) consider(sizes[low - 1]);
    if (low < sizes.size()) consider(sizes[low]);
    return nearest_;
  }

 private:
  double at(const arch::MachineSize& size) const {
    return measure(request_, file_.with(size.parameters).read(), technology_);
  }

  void consider(const arch::MachineSize& size) {
    const double distance = std::abs(at(size) - target_);
    if (distance >= best_) return;
    best_ = distance;
    nearest_ = size.parameters;
  }

  const double target_;
  const EqualRequest& request_;
  const ConfigurationFile& file_;
  const std::string& technology_;
  double best_ = 0.0;
  std::vector<core::Override> nearest_;
};

/// The file with the target as its bandwidth, which the user has not written as --set.
ConfigurationFile with_bandwidth(double target, const ConfigurationFile& file) {
  ConfigurationFile changed = file.with({{bandwidth_path, fmt::format("{}", target)}});
  try {
    changed.read();
  } catch (const core::ConfigError& error) {
    throw core::ConfigError{{"--equal"}, error.faults().front().message};
  }
  return changed;
}

void refuse_out_of_reach(double target, double reached, const EqualRequest& request,
                         const ScaledMachine& machine) {
  if (std::abs(machine.deviation) <= largest_deviation) return;
  std::string size;
  for (const auto& [path, values] : machine.changes.items()) {
    size += fmt::format("{}{} {}", size.empty() ? "" : ", ", path, values[1].dump());
  }
  throw core::ConfigError{
      {machine.file.path},
      fmt::format("--equal {}: no size comes nearer to {:.6g} {} than {:.6g} ({}), {:+.1f} %; "
                  "allowed: at most {:.0f} % off",
                  request.quantity, target, request.unit, reached,
                  size.empty() ? "the machine as it is" : size, 100 * machine.deviation,
                  100 * largest_deviation)};
}

}  // namespace

EqualRequest parse_equal(const std::string& text) {
  static const std::vector<std::pair<std::string, std::string>> quantities{
      {"area", "mm2"}, {"multipliers", "multipliers"}, {"bandwidth", "GB/s"}};
  const std::size_t equals = text.find('=');
  EqualRequest request{text.substr(0, equals), "", {}};
  std::vector<std::string> names;
  for (const auto& [name, unit] : quantities) {
    names.push_back(name);
    if (name == request.quantity) request.unit = unit;
  }
  if (request.unit.empty()) {
    throw core::ConfigError{{"--equal"},
                            fmt::format("unknown quantity {}{}", core::quoted(request.quantity),
                                        core::suggestion(request.quantity, names))};
  }
  if (equals == std::string::npos) return request;
  double target = 0.0;
  if (!core::parse_number(text.substr(equals + 1), target) || target <= 0.0) {
    throw core::ConfigError{
        {"--equal"},
        fmt::format("{}: {} is not allowed; allowed: a number above 0, in {}", request.quantity,
                    core::quoted(text.substr(equals + 1)), request.unit)};
  }
  request.target = target;
  return request;
}

arch::Configuration ConfigurationFile::read() const {
  return arch::read_configuration(path, overrides, arch::catalog(), data_directory());
}

ConfigurationFile ConfigurationFile::with(const std::vector<core::Override>& further) const {
  ConfigurationFile other{path, further};
  for (const core::Override& old : overrides) {
    const auto same = [&](const core::Override& one) { return one.path == old.path; };
    if (std::none_of(further.begin(), further.end(), same)) other.overrides.push_back(old);
  }
  return other;
}

double measure(const EqualRequest& request, const arch::Configuration& machine,
               const std::string& technology) {
  if (request.quantity == "multipliers") {
    return static_cast<double>(machine.machine->multipliers());
  }
  if (request.quantity == "area") return cost::total(BandedPrices{machine, technology}.area());
  return machine.parameters.at("dram").at("bandwidth_gb_per_s").get<double>();
}

ScaledMachine scale_to(double target, const EqualRequest& request, const ConfigurationFile& file,
                       const std::string& technology) {
  const arch::Configuration before = file.read();
  ScaledMachine scaled{request.quantity == "bandwidth"
                           ? with_bandwidth(target, file)
                           : file.with(NearestSize{target, request, file, technology}.find(before)),
                       {},
                       0.0};
  const arch::Configuration after = scaled.file.read();
  scaled.changes = changes_between(before.parameters, after.parameters);
  const double reached = measure(request, after, technology);
  scaled.deviation = reached / target - 1.0;
  refuse_out_of_reach(target, reached, request, scaled);
  return scaled;
}

}  // namespace gossamer::cli
