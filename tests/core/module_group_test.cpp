// SPDX-License-Identifier: Apache-2.0
#include "core/module_group.hpp"

#include "support/catch.hpp"

namespace gossamer::core {

TEST_CASE("alike modules share the name that is left without their numbers") {
  CHECK(module_group("pe_0_13") == "pe");
  CHECK(module_group("sm_0_sub_core_3") == "sm_sub_core");
  CHECK(module_group("weight_feeder") == "weight_feeder");
  CHECK(module_group("l2") == "l2");
  CHECK(module_group("").empty());
}

}  // namespace gossamer::core
