// SPDX-License-Identifier: Apache-2.0
#include "sweep/prices.hpp"

#include "core/digest.hpp"

namespace gossamer::sweep {

const PriceList& Prices::of(const arch::Operation& operation) {
  const auto key = std::pair{operation.technology, operation.calibration};
  const auto found = lists_.find(key);
  if (found != lists_.end()) return found->second;
  const auto shipped = shipped_.empty() ? shipped_ : shipped_ / "configs" / "technology";
  auto technology = cost::Technology::load(operation.technology, shipped);
  std::string digests = core::digest_of_file(operation.technology) +
                        core::digest_of_file(technology.library().file());
  cost::Calibration calibration;
  if (!operation.calibration.empty()) {
    calibration = cost::Calibration::load(operation.calibration);
    digests += core::digest_of_file(operation.calibration);
  }
  PriceList list{cost::CostModel{std::move(technology), std::move(calibration)},
                 core::digest(digests)};
  return lists_.emplace(key, std::move(list)).first->second;
}

}  // namespace gossamer::sweep
