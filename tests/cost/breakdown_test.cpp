// SPDX-License-Identifier: Apache-2.0
#include "cost/breakdown.hpp"

#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

TEST_CASE("the total leaves out pe, which repeats its leaves") {
  CHECK(total({{"dram", 1.0}, {"pe", 6.0}, {"pe/a", 2.0}, {"pe/b/c", 4.0}}) == 7.0);
  CHECK(total({}) == 0.0);
}

TEST_CASE("the sum of pe takes all leaves below it and nothing else") {
  CHECK(sum_under_pe({{"dram", 1.0}, {"pe", 9.0}, {"pe/a", 2.0}, {"pe/b/c", 4.0}}) == 6.0);
  CHECK(sum_under_pe({{"peripheral", 1.0}, {"dram/pe", 1.0}}) == 0.0);
}

TEST_CASE("a path lies at or below a prefix only at a slash") {
  CHECK(is_at_or_below("pe/a", "pe/a"));
  CHECK(is_at_or_below("pe/a/b", "pe/a"));
  CHECK_FALSE(is_at_or_below("pe/ab", "pe/a"));
  CHECK_FALSE(is_at_or_below("pe", "pe/a"));
  CHECK_FALSE(is_at_or_below("x/pe/a", "pe/a"));
  CHECK_FALSE(is_at_or_below("", "pe"));
}

}  // namespace
}  // namespace gossamer::cost
