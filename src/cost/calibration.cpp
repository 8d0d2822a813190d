// SPDX-License-Identifier: Apache-2.0
#include "cost/calibration.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/names.hpp"
#include "core/yaml.hpp"
#include "cost/breakdown.hpp"
#include "cost/mapping_reader.hpp"

namespace gossamer::cost {
namespace {

std::vector<FittedPath> read_paths(const YAML::Node& node, const std::string& file,
                                   core::Faults& faults) {
  std::vector<FittedPath> paths;
  if (!node.IsDefined()) return paths;
  if (!node.IsSequence() || node.size() == 0) {
    faults.add(core::position_of(node, file), "'components' must be a list of component paths");
    return paths;
  }
  for (const auto& entry : node) {
    if (entry.IsScalar() && !entry.Scalar().empty()) {
      paths.push_back({entry.Scalar(), core::position_of(entry, file)});
    } else {
      faults.add(core::position_of(entry, file), "a component path must be a text");
    }
  }
  return paths;
}

Fit read_fit(const YAML::Node& node, const std::string& file, core::Faults& faults) {
  MappingReader reader{node, file, "a fit", faults};
  Fit fit;
  fit.where = core::position_of(node, file);
  fit.components = read_paths(reader.required("components"), file, faults);
  fit.area_factor = reader.positive("area_factor");
  fit.energy_factor = reader.positive("energy_factor");
  fit.target = reader.text("target");
  reader.finish();
  return fit;
}

void refuse_repeats(const std::vector<Fit>& fits, core::Faults& faults) {
  std::map<std::string, core::Position> seen;
  for (const auto& fit : fits) {
    for (const auto& [path, where] : fit.components) {
      const auto [first, is_new] = seen.emplace(path, where);
      if (is_new) continue;
      faults.add(where, fmt::format("'{}' is fitted twice; the first fit is at {}", path,
                                    core::to_string(first->second)));
    }
  }
}

/// Every path that a fit could name: those of the components and of the groups they are in.
std::vector<std::string> fittable_paths(const std::vector<std::string>& components) {
  std::set<std::string> paths;
  for (const std::string& path : components) {
    for (std::size_t end = path.find('/'); end != std::string::npos;
         end = path.find('/', end + 1)) {
      paths.insert(path.substr(0, end));
    }
    paths.insert(path);
  }
  return {paths.begin(), paths.end()};
}

}  // namespace

Calibration Calibration::load(const std::string& path) {
  const auto root = core::load_yaml(path);
  core::Faults faults;
  Calibration calibration;
  MappingReader reader{root, path, "a calibration file", faults};
  calibration.name_ = reader.text("calibration");
  const auto fits = reader.required("fits");
  if (fits.IsDefined() && !fits.IsSequence()) {
    faults.add(core::position_of(fits, path), "'fits' must be a list");
  } else if (fits.IsDefined()) {
    for (const auto& entry : fits) calibration.fits_.push_back(read_fit(entry, path, faults));
  }
  reader.finish();
  refuse_repeats(calibration.fits_, faults);
  faults.throw_if_any();
  return calibration;
}

const Fit* Calibration::find(const std::string& path) const {
  const Fit* best = nullptr;
  std::size_t best_length = 0;
  for (const auto& fit : fits_) {
    for (const auto& covered : fit.components) {
      if (covered.path.size() <= best_length || !is_at_or_below(path, covered.path)) continue;
      best = &fit;
      best_length = covered.path.size();
    }
  }
  return best;
}

void Calibration::refuse_idle_fits(const std::vector<std::string>& components,
                                   core::Faults& faults) const {
  const std::vector<std::string> allowed = fittable_paths(components);
  for (const auto& fit : fits_) {
    for (const auto& [path, where] : fit.components) {
      if (std::binary_search(allowed.begin(), allowed.end(), path)) continue;
      faults.add(where, fmt::format("{} is no component of the machine{}", core::quoted(path),
                                    core::suggestion(path, allowed)));
    }
  }
}

double Calibration::area_factor(const std::string& path) const {
  const Fit* const fit = find(path);
  return fit == nullptr ? 1.0 : fit->area_factor;
}

double Calibration::energy_factor(const std::string& path) const {
  const Fit* const fit = find(path);
  return fit == nullptr ? 1.0 : fit->energy_factor;
}

}  // namespace gossamer::cost
