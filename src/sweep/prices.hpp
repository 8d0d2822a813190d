// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "arch/configuration.hpp"
#include "cost/cost_model.hpp"

namespace gossamer::sweep {

/// The prices of a technology and a calibration.
struct PriceList {
  cost::CostModel model;
  std::string digest;  ///< of the files that it was read from
};

/// Reads each technology once.
class Prices {
 public:
  explicit Prices(std::filesystem::path shipped) : shipped_{std::move(shipped)} {}

  /// Throws ConfigError or FileError.
  const PriceList& of(const arch::Operation& operation);

 private:
  std::filesystem::path shipped_;
  std::map<std::pair<std::string, std::string>, PriceList> lists_;
};

}  // namespace gossamer::sweep
