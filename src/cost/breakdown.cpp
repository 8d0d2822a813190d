// SPDX-License-Identifier: Apache-2.0
#include "cost/breakdown.hpp"

namespace gossamer::cost {

double total(const std::map<std::string, double>& leaves) {
  double sum = 0.0;
  for (const auto& [path, value] : leaves) {
    if (path != "pe") sum += value;
  }
  return sum;
}

double sum_under_pe(const std::map<std::string, double>& leaves) {
  double sum = 0.0;
  for (const auto& [path, value] : leaves) {
    if (path != "pe" && is_at_or_below(path, "pe")) sum += value;
  }
  return sum;
}

bool is_at_or_below(const std::string& path, const std::string& prefix) {
  if (path.compare(0, prefix.size(), prefix) != 0) return false;
  return path.size() == prefix.size() || path[prefix.size()] == '/';
}

}  // namespace gossamer::cost
