// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "sweep/outcome.hpp"
#include "sweep/points.hpp"
#include "sweep/prices.hpp"

namespace gossamer::sweep {

/// A point as the store knows it.
struct Identity {
  std::string digest;
  std::optional<Outcome> refusal;  ///< where the values of the point make no machine
};

/// Names points by what decides their results: every parameter of the machine, the prices, the
/// layers with the contents of their files, seed, options and the version of the program.
class Identities {
 public:
  Identities(const Sweep& sweep, Prices& prices, std::string version)
      : sweep_{sweep}, prices_{prices}, version_{std::move(version)} {}

  /// Throws FileError for a file that cannot be read, ConfigError for prices that are none.
  Identity of(const Point& point);

 private:
  std::string digest_of_machine(const Point& point);
  std::string digest_of_layers(const Point& point);
  std::string digest_of_file(const std::string& file);

  const Sweep& sweep_;
  Prices& prices_;
  std::string version_;
  std::map<std::string, std::string> files_;
  std::map<std::string, std::string> layers_;
  std::map<std::string, std::string> machines_;  ///< points may differ in their workloads alone
};

}  // namespace gossamer::sweep
