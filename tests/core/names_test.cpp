// SPDX-License-Identifier: Apache-2.0
#include "core/names.hpp"

#include "support/catch.hpp"

using namespace gossamer::core;

TEST_CASE("the nearest name is the one with the fewest slips") {
  const std::vector<std::string> known{"rows", "cols", "queue_depth", "f", "i"};
  CHECK(nearest_name("rowz", known) == "rows");
  CHECK(nearest_name("colls", known) == "cols");
  CHECK(nearest_name("queue_detph", known) == "queue_depth");
  CHECK(nearest_name("Rows", known) == "rows");
}

TEST_CASE("two neighbours swapped are one slip") {
  CHECK(nearest_name("losc", {"cols"}).empty());
  CHECK(nearest_name("clos", {"cols"}) == "cols");
}

TEST_CASE("a name cut short is completed") {
  CHECK(nearest_name("clock", {"voltage", "clock_ghz"}) == "clock_ghz");
  CHECK(nearest_name("cl", {"voltage", "clock_ghz"}).empty());
}

TEST_CASE("a name that resembles none has no nearest one") {
  CHECK(nearest_name("banana", {"rows", "cols"}).empty());
  CHECK(nearest_name("", {"rows"}).empty());
  CHECK(nearest_name("x", {"f", "i"}).empty());
  CHECK(nearest_name("rows", {}).empty());
}

TEST_CASE("of equally near names the first is taken") {
  CHECK(nearest_name("bat", {"cat", "rat"}) == "cat");
}

TEST_CASE("a name of a million characters is compared at once") {
  CHECK(nearest_name(std::string(1'000'000, 'x'), {"rows"}).empty());
}

TEST_CASE("a suggestion names the nearest, else everything that is allowed") {
  CHECK(suggestion("rowz", {"rows", "cols"}) == "; did you mean 'rows'?");
  CHECK(suggestion("banana", {"rows", "cols"}) == "; allowed: rows, cols");
  CHECK(suggestion("banana", {}).empty());
}

TEST_CASE("a quotation stays on one line and short") {
  CHECK(gossamer::core::quoted("rows") == "'rows'");
  CHECK(gossamer::core::quoted("a\nb\x1b") == "'a\\x0ab\\x1b'");
  CHECK(gossamer::core::quoted(std::string(100, 'x')) == "'" + std::string(60, 'x') + "...'");
  CHECK(gossamer::core::quoted(std::string(60, 'x')) == "'" + std::string(60, 'x') + "'");
}
