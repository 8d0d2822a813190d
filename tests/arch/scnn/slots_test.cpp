// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/slots.hpp"

#include <set>

#include "support/catch.hpp"

using namespace gossamer::arch::scnn;

TEST_CASE("every slot has its own name, in the order of the enumeration") {
  CHECK(std::set<std::string_view>(slot_names.begin(), slot_names.end()).size() ==
        slot_names.size());
  const auto name = [](Slot slot) { return slot_names.at(static_cast<std::size_t>(slot)); };
  CHECK(name(Slot::useful) == "useful");
  CHECK(name(Slot::no_tile) == "no_tile");
  CHECK(name(Slot::activation_starvation) == "activation_starvation");
  CHECK(name(Slot::zero_operand) == "zero_operand");
  CHECK(name(Slot::halo) == "halo");
  CHECK(static_cast<std::size_t>(Slot::output_write) == slot_names.size() - 1);
  CHECK(name(Slot::output_write) == "output_write");
}

TEST_CASE("slots are counted apart and added slot by slot") {
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
}
