// SPDX-License-Identifier: Apache-2.0
// Conflicts in the banks of shared memory, counted by hand.
#include "arch/sparse_tensor_core/bank_layout.hpp"

#include "support/catch.hpp"

using namespace gossamer::arch::sparse_tensor_core;

namespace {

constexpr std::uint32_t banks32 = 128;  // bytes of an edge

Tile tile_of(std::uint32_t k) {
  return {128, 128, k, 3, 2, 2};
}

}  // namespace

TEST_CASE("rows of 128 bytes lie in the same banks: eight of them take eight edges, permuted one") {
  const BankLayout linear{banks32, SharedLayout::linear, 128};
  const BankLayout permuted{banks32, SharedLayout::permuted, 128};
  for (std::uint32_t column = 0; column < 8; ++column) {
    CHECK(linear.edges(8, column, 1) == 8);
    CHECK(permuted.edges(8, column, 1) == 1);
  }
  CHECK(linear.edges(16, 2, 2) == 32);
  CHECK(permuted.edges(16, 2, 2) == 4);
}

TEST_CASE("of rows of 64 bytes every other lies in the same banks, of 16 none") {
  CHECK(BankLayout(banks32, SharedLayout::linear, 64).edges(8, 1, 1) == 4);
  CHECK(BankLayout(banks32, SharedLayout::permuted, 64).edges(8, 1, 1) == 1);
  CHECK(BankLayout(banks32, SharedLayout::linear, 16).edges(8, 0, 1) == 1);
}

TEST_CASE("rows of 96 bytes conflict in pairs, and a rotation does not free all of them") {
  CHECK(BankLayout(banks32, SharedLayout::linear, 96).edges(8, 0, 1) == 2);
  CHECK(BankLayout(banks32, SharedLayout::permuted, 96).edges(8, 0, 1) == 2);
}

TEST_CASE("with other numbers of banks a matrix takes as many edges as its bytes, or one for two") {
  CHECK(BankLayout(32, SharedLayout::permuted, 128).edges(8, 0, 1) == 4);
  CHECK(BankLayout(8, SharedLayout::permuted, 128).edges(8, 0, 1) == 16);
  CHECK(BankLayout(256, SharedLayout::permuted, 256).edges(16, 0, 1) == 1);
  CHECK(BankLayout(256, SharedLayout::permuted, 256).edges(8, 0, 1) == 1);
}

TEST_CASE("a step takes its bytes over the bandwidth, unless rows conflict") {
  const SmParams sm;
  const auto sparse = make_instruction(sm.tensor_core, OperandType::fp16, true, kernel_passes);
  const auto dense = make_instruction(sm.tensor_core, OperandType::fp16, false, kernel_passes);
  // 64 rows of 32 bytes, of metadata 4; 64 columns of 64 bytes.
  CHECK(fragment_edges(tile_of(64), sparse, sm, SharedLayout::permuted) == 16 + 2 + 32);
  CHECK(fragment_edges(tile_of(64), sparse, sm, SharedLayout::linear) == 4 * 16 + 2 + 8 * 32);
  CHECK(fragment_edges(tile_of(64), dense, sm, SharedLayout::permuted) == 16 + 16);
  CHECK(fragment_edges(tile_of(64), dense, sm, SharedLayout::linear) == 8 * 32);
}

TEST_CASE("a register file of one bank holds up instructions with more operands than edges") {
  const SmParams sm;
  const auto interval = [&](bool sparse, std::uint32_t passes, std::uint32_t banks) {
    return interval_with_ports(make_instruction(sm.tensor_core, OperandType::fp16, sparse, passes),
                               4, banks);
  };
  // Two banks of an A100 are not what holds up short sparse instructions: 9 registers, 4.5 edges.
  CHECK(interval(false, 2, 2) == 32);
  CHECK(interval(true, 1, 2) == 25);
  CHECK(interval(false, 2, 1) == 4 * (4 + 2 + 4));
  CHECK(interval(false, 1, 1) == 4 * (2 + 1 + 4));
  CHECK(interval(true, 2, 1) == 4 * (4 + 4 + 1 + 4));
  CHECK(interval(true, 1, 1) == 4 * (2 + 2 + 1 + 4));
}
