// SPDX-License-Identifier: Apache-2.0
#include "core/utf8.hpp"

#include <string>

#include "support/catch.hpp"

using namespace gossamer::core;

TEST_CASE("well-formed UTF-8 of one to four bytes is accepted") {
  const std::string text = "a \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80";
  CHECK(first_malformed_utf8(text) == text.size());
  CHECK(is_printable(text));
  CHECK(is_printable(""));
}

TEST_CASE("malformed bytes are found where they start") {
  CHECK(first_malformed_utf8("ab\xFF") == 2);
  CHECK(first_malformed_utf8("a\xC3") == 1);
  CHECK(first_malformed_utf8("\x80") == 0);
  CHECK(first_malformed_utf8("a\xE2\x82x") == 1);
  CHECK_FALSE(is_printable("\xFF"));
}

TEST_CASE("overlong forms, surrogates and code points beyond Unicode are malformed") {
  CHECK(first_malformed_utf8("\xC0\xAF") == 0);
  CHECK(first_malformed_utf8("\xE0\x80\xAF") == 0);
  CHECK(first_malformed_utf8("\xF0\x80\x80\xAF") == 0);
  CHECK(first_malformed_utf8("\xED\xA0\x80") == 0);
  CHECK(first_malformed_utf8("\xF4\x90\x80\x80") == 0);
  CHECK(first_malformed_utf8("\xF5\x80\x80\x80") == 0);
}

TEST_CASE("control characters are not printable, in one byte or two") {
  const std::string text = GENERATE("a\tb", "a\nb", "\x7F", "\xC2\x85", "\x1b[31m");
  CHECK_FALSE(is_printable(text));
}

TEST_CASE("malformed bytes are replaced one by one and the rest of a text stays") {
  CHECK(well_formed_utf8("a\xC3\xA9") == "a\xC3\xA9");
  CHECK(well_formed_utf8("a\xC3") == "a\xEF\xBF\xBD");
  CHECK(well_formed_utf8("\xFF"
                         "b\xE2\x82"
                         "c") ==
        "\xEF\xBF\xBD"
        "b\xEF\xBF\xBD\xEF\xBF\xBD"
        "c");
  CHECK(well_formed_utf8("").empty());
}
