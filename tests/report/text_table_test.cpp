// SPDX-License-Identifier: Apache-2.0
#include "report/text_table.hpp"

#include "support/catch.hpp"

namespace gossamer::report {
namespace {

TEST_CASE("the first column is aligned left and the others right, two spaces apart") {
  TextTable table{false};
  table.add({"name", "n"});
  table.add({"a", "1234"});
  table.add({"longer", "5"});
  CHECK(table.text() ==
        "name       n\n"
        "a       1234\n"
        "longer     5\n");
  CHECK(table.width() == 12);
}

TEST_CASE("no line ends in a space") {
  TextTable table{false};
  table.add({"a", "b", "check"});
  table.add({"c", "d", ""});
  CHECK(table.text() == "a  b  check\nc  d\n");
}

TEST_CASE("columns move together when two spaces would not fit") {
  TextTable table{false};
  table.add({std::string(40, 'a'), std::string(38, 'b')});
  CHECK(table.text() == std::string(40, 'a') + "  " + std::string(38, 'b') + "\n");
  TextTable tight{false};
  tight.add({std::string(40, 'a'), std::string(39, 'b')});
  CHECK(tight.text() == std::string(40, 'a') + " " + std::string(39, 'b') + "\n");
}

TEST_CASE("a first column that is too wide is cut and marked") {
  TextTable table{false};
  table.add({std::string(60, 'a'), std::string(39, 'b')});
  table.add({"short", "1"});
  const auto text = table.text();
  CHECK(text.substr(0, 41) == std::string(39, 'a') + "~ ");
  CHECK(text.find('\n') == text_width);
}

TEST_CASE("colours wrap whole lines and only when asked for") {
  TextTable plain{false};
  plain.add({"a"}, Emphasis::strong);
  CHECK(plain.text() == "a\n");
  TextTable coloured{true};
  coloured.add({"a"}, Emphasis::strong);
  coloured.add({"b"}, Emphasis::alarm);
  coloured.add({"c"});
  CHECK(coloured.text() == "\x1b[1ma\x1b[0m\n\x1b[31mb\x1b[0m\nc\n");
}

TEST_CASE("an empty table is no text") {
  CHECK(TextTable{false}.text().empty());
}

}  // namespace
}  // namespace gossamer::report
