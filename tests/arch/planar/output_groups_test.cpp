// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/output_groups.hpp"

#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::planar;

TEST_CASE("groups take filters in order, never of two convolution groups") {
  workload::Conv2d conv;
  conv.groups = 2;
  conv.channels = 6;
  conv.filters = 10;
  const auto groups = output_groups(conv, 3, 2);
  REQUIRE(groups.size() == 6);
  std::uint32_t filter = 0;
  for (const OutputGroup& group : groups) {
    CHECK(group.first_filter == filter);
    CHECK(group.first_slice == (filter < 5 ? 0 : 3));
    filter += group.filters;
    CHECK(group.last_of_its_inputs == (filter % 5 == 0));
  }
  CHECK(filter == 10);
  CHECK(groups[2].filters == 1);
}
