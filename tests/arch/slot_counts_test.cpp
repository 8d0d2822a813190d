// SPDX-License-Identifier: Apache-2.0
#include "arch/slot_counts.hpp"

#include "support/catch.hpp"

namespace {

enum class Slot { useful, halo, fill, drain };

}  // namespace

TEST_CASE("slots are counted apart and added slot by slot") {
  using SlotCounts = gossamer::arch::SlotCounts<Slot, 4>;
  SlotCounts a;
  a.add(Slot::useful, 3);
  a.add(Slot::useful, 4);
  a.add(Slot::halo, 16);
  SlotCounts b;
  b.add(Slot::halo, 1);
  b.add(Slot::fill, std::uint64_t{1} << 40U);
  a += b;
  CHECK(a.of(Slot::useful) == 7);
  CHECK(a.of(Slot::halo) == 17);
  CHECK(a.of(Slot::fill) == std::uint64_t{1} << 40U);
  CHECK(a.of(Slot::drain) == 0);
  CHECK(a.all() == std::array<std::uint64_t, 4>{7, 17, std::uint64_t{1} << 40U, 0});
}
