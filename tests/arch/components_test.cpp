// SPDX-License-Identifier: Apache-2.0
#include "arch/components.hpp"

#include "support/catch.hpp"

using namespace gossamer;

TEST_CASE("an address tells all choices apart, and has at least one bit") {
  CHECK(arch::address_bits(1) == 1);
  CHECK(arch::address_bits(2) == 1);
  CHECK(arch::address_bits(3) == 2);
  CHECK(arch::address_bits(32) == 5);
  CHECK(arch::address_bits(33) == 6);
}

TEST_CASE("a memory has the bits of its capacity, and an access reads the words it takes") {
  const core::Component memory = arch::sram("pe/memory", 4, 2, 64, 3);
  REQUIRE(memory.parts.size() == 1);
  CHECK(memory.instances == 4);
  CHECK(memory.parts[0].attributes.at("bits") == 2 * 1024 * 8);
  CHECK(memory.parts[0].attributes.at("width_bits") == 64);
  CHECK(memory.actions.at("read").at(0).times == 3);
  CHECK(memory.actions.at("write").at(0).times == 3);
}

TEST_CASE("DRAM counts bytes, its primitive bits; requests under way are registers") {
  memory::Dram::Params params;
  params.outstanding = 7;
  CHECK(arch::dram(params).actions.at("read_byte").at(0).times == 8);
  CHECK(arch::dram(params).actions.at("write_byte").at(0).times == 8);
  CHECK(arch::dram_requests(params).parts.at(0).count == 7);
}
