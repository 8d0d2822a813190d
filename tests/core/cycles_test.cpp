// SPDX-License-Identifier: Apache-2.0
#include "core/cycles.hpp"

#include "core/activity.hpp"
#include "core/counter.hpp"
#include "support/catch.hpp"

using namespace gossamer::core;

TEST_CASE("an edge plus a duration is that many edges later") {
  const Edge start{10};
  CHECK((start + Cycles{5}).number() == 15);
  CHECK((start + Cycles{5}) - start == Cycles{5});
  CHECK(start < start + Cycles{1});
  CHECK(start >= start);
}

TEST_CASE("the activities of a module add up to its cycles") {
  ActivityCounts counts;
  counts.add(Activity::busy, Cycles{3});
  counts.add(Activity::wait_input, Cycles{4});
  counts.add(Activity::wait_output, Cycles{5});
  counts.add(Activity::idle, Cycles{6});
  CHECK(counts.of(Activity::wait_output) == Cycles{5});
  CHECK(counts.total() == Cycles{18});

  ActivityCounts twice = counts;
  twice += counts;
  CHECK(twice.total() == Cycles{36});
  CHECK_FALSE(twice == counts);
}

TEST_CASE("a counter is listed in its group and counts what it is told") {
  StatGroup group{"pe/multipliers", "multiplier"};
  Counter mac{group, "mac", Unit::action, "multiply-accumulates"};
  ++mac;
  mac += 4;
  CHECK(mac.value() == 5);
  REQUIRE(group.counters().size() == 1);
  CHECK(group.counters().front() == &mac);
}
