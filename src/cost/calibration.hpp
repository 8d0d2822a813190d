// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/errors.hpp"

namespace gossamer::cost {

/// A component path as a calibration file names it; it stands for itself and all below it.
struct FittedPath {
  std::string path;
  core::Position where;
};

/// One constant that was fitted: the components it applies to, what it was fitted to and the
/// factors.
struct Fit {
  std::vector<FittedPath> components;
  double area_factor = 1.0;
  double energy_factor = 1.0;
  std::string target;  ///< the published value that the factors reproduce, in words
  core::Position where;
};

/// Factors that bring the generic prices of a technology to the published table of one machine.
class Calibration {
 public:
  /// No fits: every factor is 1.
  Calibration() = default;

  /// Reads configs/calibration/NAME.yaml. Throws ConfigError with all faults, or FileError.
  static Calibration load(const std::string& path);

  /// Adds a fault for each fitted path that covers none of these components, with the nearest path.
  void refuse_idle_fits(const std::vector<std::string>& components, core::Faults& faults) const;

  const std::string& name() const { return name_; }
  const std::vector<Fit>& fits() const { return fits_; }

  /// Of the fit with the longest path that covers the component; 1 where none does.
  double area_factor(const std::string& path) const;
  double energy_factor(const std::string& path) const;

 private:
  const Fit* find(const std::string& path) const;

  std::string name_;
  std::vector<Fit> fits_;
};

}  // namespace gossamer::cost
