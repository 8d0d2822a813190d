// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

namespace gossamer::cost {

/// A quantity by component: leaves under their slash paths, and `pe`, the sum of all leaves under
/// `pe/` and the only key that is not a leaf.
struct Breakdown {
  std::map<std::string, double> raw;         ///< as the technology file prices it
  std::map<std::string, double> calibrated;  ///< multiplied by the calibration's factors
};

/// The sum of the leaves: everything but `pe`, which repeats them.
double total(const std::map<std::string, double>& leaves);

/// The sum of the leaves under `pe/`.
double sum_under_pe(const std::map<std::string, double>& leaves);

/// Whether a path is `prefix` itself or lies below it.
bool is_at_or_below(const std::string& path, const std::string& prefix);

}  // namespace gossamer::cost
