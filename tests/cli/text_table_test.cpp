// SPDX-License-Identifier: Apache-2.0
#include "cli/text_table.hpp"

#include <algorithm>
#include <sstream>

#include "support/catch.hpp"

namespace gossamer::cli {

TEST_CASE("a table that fits is as wide as its cells") {
  CHECK(format_table({{{"name", "unit"}, ""}, {{"rows", ""}, ""}, {{"clock", "GHz"}, ""}}, 80) ==
        "name   unit\n"
        "-----  ----\n"
        "rows\n"
        "clock  GHz\n");
}

TEST_CASE("the widest cells are wrapped between words until the table fits") {
  CHECK(format_table({{{"name", "meaning"}, ""}, {{"rows", "how many rows there are"}, ""}}, 20) ==
        "name  meaning\n"
        "----  --------------\n"
        "rows  how many rows\n"
        "      there are\n");
}

TEST_CASE("a word longer than its column is cut rather than let the table grow") {
  const std::string table =
      format_table({{{"a", "b"}, ""}, {{std::string(50, 'x'), std::string(70, 'y')}, ""}}, 40);
  std::istringstream lines{table};
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 40);
  CHECK(std::count(table.begin(), table.end(), 'x') == 50);
  CHECK(std::count(table.begin(), table.end(), 'y') == 70);
}

TEST_CASE("a remark stands below its row and may use the whole width") {
  CHECK(format_table({{{"name", "unit"}, ""}, {{"rows", "PEs"}, "how many rows there are"}}, 18) ==
        "name  unit\n"
        "----  ----\n"
        "rows  PEs\n"
        "    how many rows\n"
        "    there are\n");
}

TEST_CASE("a text is cut between words, and inside one only if it is longer than the line") {
  CHECK(wrap_text("", 5) == std::vector<std::string>{""});
  CHECK(wrap_text("ab cd ef", 5) == std::vector<std::string>{"ab cd", "ef"});
  CHECK(wrap_text("abcdefgh", 5) == std::vector<std::string>{"abcde", "fgh"});
}

}  // namespace gossamer::cli
