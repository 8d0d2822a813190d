// SPDX-License-Identifier: Apache-2.0
#include "core/cpu_level.hpp"

#include "support/catch.hpp"

using namespace gossamer::core;

TEST_CASE("each level gets the form that was made for it") {
  CHECK(at_level(CpuLevel::baseline, 1, 2, 3) == 1);
  CHECK(at_level(CpuLevel::avx2, 1, 2, 3) == 2);
  CHECK(at_level(CpuLevel::avx512, 1, 2, 3) == 3);
}
