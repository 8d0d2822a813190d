// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/gains.hpp"

#include <set>

#include "cost/exact_math.hpp"

namespace gossamer::report::comparison {

void Spent::add(const Spent& other) {
  // Methods that only one of the two has stand beside the other's only price.
  std::set<std::string> methods;
  for (const auto& [method, pj] : energy.by_method_pj) methods.insert(method);
  for (const auto& [method, pj] : other.energy.by_method_pj) methods.insert(method);
  std::map<std::string, double> sums;
  for (const std::string& method : methods) {
    sums[method] = energy_pj(method) + other.energy_pj(method);
  }
  energy.by_method_pj = std::move(sums);
  energy.pj += other.energy.pj;
  for (const auto& [path, pj] : other.energy.leaves_pj) energy.leaves_pj[path] += pj;
  time_s += other.time_s;
}

Band energy_band(const Spent& spent) {
  Band band{spent.energy.pj, spent.energy.pj};
  for (const auto& [method, pj] : spent.energy.by_method_pj) {
    band.low = std::min(band.low, pj);
    band.high = std::max(band.high, pj);
  }
  return band;
}

Gains gains(const Spent& baseline, const Spent& machine) {
  Gains result;
  result.speedup = share(baseline.time_s, machine.time_s);
  result.energy = share(baseline.energy.pj, machine.energy.pj);
  result.edp = share(baseline.edp_js(), machine.edp_js());
  result.energy_band = {result.energy, result.energy};
  std::set<std::string> methods;
  for (const Spent* spent : {&baseline, &machine}) {
    for (const auto& [method, pj] : spent->energy.by_method_pj) methods.insert(method);
  }
  for (const std::string& method : methods) {
    const double ratio = share(baseline.energy_pj(method), machine.energy_pj(method));
    result.energy_band.low = std::min(result.energy_band.low, ratio);
    result.energy_band.high = std::max(result.energy_band.high, ratio);
  }
  // Rounding must not put the gain itself outside.
  result.edp_band = {std::min(result.edp, result.speedup * result.energy_band.low),
                     std::max(result.edp, result.speedup * result.energy_band.high)};
  return result;
}

double geometric_mean(const std::vector<double>& values) {
  if (values.empty()) return 0.0;
  double sum = 0.0;
  for (const double value : values) sum += cost::log2(value);
  return cost::power(2.0, sum / static_cast<double>(values.size()));
}

double arithmetic_mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return share(sum, static_cast<double>(values.size()));
}

}  // namespace gossamer::report::comparison
