// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/comparison/comparison.hpp"

namespace gossamer::report::comparison::test {

/// A layer of 1000 MACs, 600 of them effectual, on 8 multipliers; `fitted` is the energy by the
/// method `fitted`, `pj` that by `cv2`.
ComparedLayer sample_layer(const std::string& name, std::uint64_t cycles, double pj, double fitted);

/// A machine of 8 multipliers at 1 GHz.
ComparedMachine sample_machine(const std::string& name, double area_mm2);

/// `slow` (baseline, 2 mm2) and `fast` (4 mm2) on two layers of `net`:
///              slow                 fast
///   conv1  100 cycles, 1000 pJ   50 cycles, 500 pJ     fitted: 800, 500
///   conv2  300 cycles, 3000 pJ   75 cycles, 2000 pJ    fitted: 2000, 1600
Comparison sample_comparison();

}  // namespace gossamer::report::comparison::test
