// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/bank_hash.hpp"

#include <algorithm>
#include <vector>

#include "support/catch.hpp"

using namespace gossamer::arch::scnn;

namespace {

std::vector<std::uint32_t> entries_per_bank(const BankMap& map) {
  std::vector<std::uint32_t> held(map.banks());
  for (std::uint32_t address = 0; address < map.addresses(); ++address) ++held[map.bank(address)];
  return held;
}

constexpr std::uint32_t channels = 8;
constexpr std::uint32_t height = 5;
constexpr std::uint32_t width = 6;

std::uint32_t address_of(std::uint32_t k, std::uint32_t y, std::uint32_t x) {
  return (k * height + y) * width + x;
}

}  // namespace

TEST_CASE("the linear hash deals consecutive addresses to consecutive banks") {
  const BankMap map{HashKind::linear, 32, channels, height, width};
  REQUIRE(map.addresses() == channels * height * width);
  for (std::uint32_t address = 0; address < map.addresses(); ++address) {
    CHECK(map.bank(address) == address % 32);
  }
}

TEST_CASE("bank numbers may have more than eight bits") {
  const std::uint32_t banks = GENERATE(257U, 1000U, 4096U);
  const BankMap linear{HashKind::linear, banks, channels, 40, 30};
  for (std::uint32_t a = 0; a < linear.addresses(); ++a) REQUIRE(linear.bank(a) == a % banks);
  CHECK(linear.from(5000)[17] == 5017 % banks);
  const BankMap diagonal{HashKind::diagonal, banks, 2, 3, 600};
  CHECK(diagonal.bank((1 * 3 + 2) * 600 + 599) == (599 + 3 * 2 + 1) % banks);
}

TEST_CASE("the linear hash fills banks evenly, whatever their number") {
  const std::uint32_t banks = GENERATE(1U, 2U, 7U, 32U, 255U, 256U, 4096U);
  const BankMap map{HashKind::linear, banks, channels, height, width};
  CHECK(map.most_in_a_bank() == (channels * height * width + banks - 1) / banks);
}

TEST_CASE("the parity hash is the published bit pattern") {
  const BankMap map{HashKind::parity, 32, channels, height, width};
  for (std::uint32_t k = 0; k < channels; ++k) {
    for (std::uint32_t y = 0; y < height; ++y) {
      for (std::uint32_t x = 0; x < width; ++x) {
        const std::uint32_t top = (k / 4 + x / 2 + y / 2) % 2;  // XOR of bit 2, bit 1 and bit 1
        const std::uint32_t expected = top * 16 + x % 2 * 8 + y % 2 * 4 + k % 4;
        CAPTURE(k, y, x);
        CHECK(map.bank(address_of(k, y, x)) == expected);
      }
    }
  }
}

TEST_CASE("the parity hash wraps around where there are fewer banks") {
  const BankMap all{HashKind::parity, 32, channels, height, width};
  const BankMap few{HashKind::parity, 12, channels, height, width};
  for (std::uint32_t a = 0; a < all.addresses(); ++a) CHECK(few.bank(a) == all.bank(a) % 12);
}

TEST_CASE("the diagonal hash moves by 1 along a row, 3 down a column, 1 to the next channel") {
  const BankMap map{HashKind::diagonal, 32, channels, height, width};
  CHECK(map.bank(address_of(0, 0, 0)) == 0);
  CHECK(map.bank(address_of(0, 0, 5)) == 5);
  CHECK(map.bank(address_of(0, 4, 0)) == 12);
  CHECK(map.bank(address_of(7, 0, 0)) == 7);
  CHECK(map.bank(address_of(7, 4, 5)) == 24);
  const BankMap wrapped{HashKind::diagonal, 8, channels, height, width};
  CHECK(wrapped.bank(address_of(7, 4, 5)) == 0);
}

TEST_CASE("no bank holds more entries than the map says, and some bank holds as many") {
  const auto kind = GENERATE(HashKind::linear, HashKind::parity, HashKind::diagonal);
  const std::uint32_t banks = GENERATE(1U, 3U, 32U, 256U, 4096U);
  const std::uint32_t side = GENERATE(1U, 4U, 11U);
  const BankMap map{kind, banks, 3, side, side};
  const auto held = entries_per_bank(map);
  CHECK(*std::max_element(held.begin(), held.end()) == map.most_in_a_bank());
}

TEST_CASE("hashes are named in the order of their kinds") {
  CHECK(hash_names.at(static_cast<std::size_t>(HashKind::linear)) == "linear");
  CHECK(hash_names.at(static_cast<std::size_t>(HashKind::parity)) == "parity");
  CHECK(hash_names.at(static_cast<std::size_t>(HashKind::diagonal)) == "diagonal");
}

TEST_CASE("the largest fit is the most channels whose fullest bank holds its sums") {
  const auto kind = GENERATE(HashKind::linear, HashKind::parity, HashKind::diagonal);
  const std::uint32_t entries = GENERATE(1U, 7U, 32U);
  const std::uint32_t fit = BankMap::largest_fit(kind, 32, entries, 40, 5, 6);
  CAPTURE(entries, fit);
  if (fit > 0) CHECK(BankMap(kind, 32, fit, 5, 6).most_in_a_bank() <= entries);
  if (fit < 40) CHECK(BankMap(kind, 32, fit + 1, 5, 6).most_in_a_bank() > entries);
  CHECK(BankMap::largest_fit(kind, 32, 1000, 40, 5, 6) == 40);
}
