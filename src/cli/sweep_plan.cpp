// SPDX-License-Identifier: Apache-2.0
#include "cli/sweep_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/data_directory.hpp"
#include "cli/layer_choice.hpp"
#include "cli/version.hpp"
#include "sweep/digest.hpp"
#include "sweep/reader.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

sweep::Surroundings surroundings_of(const fs::path& data) {
  const auto find = [data](const std::string& name, const fs::path& folder, auto shipped) {
    std::error_code error;
    const fs::path beside = folder / name;
    const bool there = fs::exists(beside, error) && !fs::is_directory(beside, error);
    return there ? beside.string() : shipped(name, data);
  };
  const auto architecture = [find](const std::string& name, const fs::path& folder) {
    return find(name, folder, shipped_architecture);
  };
  const auto workload = [find](const std::string& name, const fs::path& folder) {
    return find(name, folder, shipped_workload);
  };
  return {data, architecture, workload, choose_layers};
}

sweep::PlannedPoint planned_point(const sweep::Sweep& definition, const sweep::Point& point,
                                  const std::vector<std::string>& columns, std::size_t number,
                                  std::string digest) {
  sweep::PlannedPoint planned{number, std::move(digest), definition.bases[point.base].name,
                              definition.workloads[point.workload].name,
                              std::vector<sweep::Value>(columns.size())};
  for (const auto& [path, value] : sweep::settings(definition, point)) {
    const auto column = std::find(columns.begin(), columns.end(), path) - columns.begin();
    planned.values[static_cast<std::size_t>(column)] = value;
  }
  return planned;
}

}  // namespace

sweep::Sweep read_sweep(const std::string& file, const fs::path& data) {
  return sweep::read_sweep(file, surroundings_of(data));
}

PlannedSweep plan_sweep(const std::string& file, sweep::Prices& prices, const fs::path& data,
                        const std::function<bool(std::size_t number)>& is_chosen) {
  PlannedSweep planned;
  planned.definition = read_sweep(file, data);
  planned.points = sweep::expand(planned.definition);
  planned.plan = {planned.definition.name, version, sweep::columns(planned.definition), {}};
  sweep::Identities identities{planned.definition, prices, version};
  for (std::size_t n = 0; n < planned.points.kept.size(); ++n) {
    if (!is_chosen(n)) continue;
    const sweep::Point& point = planned.points.kept[n];
    sweep::Identity identity = identities.of(point);
    if (identity.refusal) planned.refusals.push_back({identity.digest, *identity.refusal});
    planned.plan.points.push_back(planned_point(planned.definition, point, planned.plan.columns, n,
                                                std::move(identity.digest)));
  }
  if (planned.plan.points.empty()) {
    throw core::ConfigError{
        {file},
        fmt::format("none of the points 0 to {} is chosen", planned.points.kept.size() - 1)};
  }
  return planned;
}

}  // namespace gossamer::cli
