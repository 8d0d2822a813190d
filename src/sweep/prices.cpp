// SPDX-License-Identifier: Apache-2.0
#include "sweep/prices.hpp"

#include <utility>

#include "core/digest.hpp"

namespace gossamer::sweep {

const PriceList& Prices::of(const arch::Operation& operation) {
  const std::array key{operation.technology, operation.calibration, operation.ert, operation.art};
  const auto found = lists_.find(key);
  if (found != lists_.end()) return found->second;
  const auto shipped = shipped_.empty() ? shipped_ : shipped_ / "configs" / "technology";
  auto technology = cost::Technology::load(operation.technology, shipped);
  std::string digests = core::digest_of_file(operation.technology) +
                        core::digest_of_file(technology.library().file());
  cost::Calibration calibration;
  if (!operation.calibration.empty()) calibration = cost::Calibration::load(operation.calibration);
  for (const std::string* file : {&operation.calibration, &operation.ert, &operation.art}) {
    digests += file->empty() ? " none" : core::digest_of_file(*file);
  }
  PriceList list{cost::CostModel{std::move(technology), std::move(calibration),
                                 cost::AccelergyTables::load(operation.ert, operation.art)},
                 core::digest(digests)};
  return lists_.emplace(key, std::move(list)).first->second;
}

}  // namespace gossamer::sweep
