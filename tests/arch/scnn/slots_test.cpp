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
