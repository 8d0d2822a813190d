// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gossamer::cost::test {

/// A technology whose prices are round numbers.
inline const std::string technology_text = R"(technology: round
voltage: 0.8
scaling:
  here:     {area: 1, energy: 1, leakage: 1, follows_voltage: true, mark: derived, source: s}
  from_32:  {area: 0.25, energy: 0.5, leakage: 1, follows_voltage: true, mark: derived, source: s}
  off_chip: {area: 1, energy: 1, leakage: 1, follows_voltage: false, mark: published, source: s}
components:
  sram:
    area: {um2: 4000, at: {bits: 100}, exponents: {bits: 1}, scale: from_32,
           mark: published, source: macro}
    leakage: {uw_per_um2: 0.5, scale: here, mark: derived, source: guess}
    actions:
      read: {pj: 2, at: {bits: 100}, exponents: {bits: 0.5}, scale: from_32,
             mark: recalled, source: port}
      write: {pj: 3, scale: here, mark: assumed, source: port}
  control:
    area: {um2: 10, scale: here, mark: assumed, source: allowance}
    leakage: none
    actions: none
  dram:
    area: none
    leakage: none
    actions:
      read_byte: {pj: 64, scale: off_chip, mark: published, source: device}
)";

}  // namespace gossamer::cost::test
