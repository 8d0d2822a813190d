// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "arch/configuration.hpp"
#include "cost/cost_model.hpp"

namespace gossamer::sweep {

/// Parameters of an architecture that name the files of its prices.
inline constexpr std::array<std::string_view, 4> price_files{"technology", "calibration", "ert",
                                                             "art"};

/// The prices of a technology, a calibration and Accelergy's tables.
struct PriceList {
  cost::CostModel model;
  std::string digest;  ///< of the files that it was read from
};

/// Reads each of them once.
class Prices {
 public:
  explicit Prices(std::filesystem::path shipped) : shipped_{std::move(shipped)} {}

  /// Throws ConfigError or FileError.
  const PriceList& of(const arch::Operation& operation);

 private:
  std::filesystem::path shipped_;
  std::map<std::array<std::string, price_files.size()>, PriceList> lists_;  ///< by their files
};

}  // namespace gossamer::sweep
