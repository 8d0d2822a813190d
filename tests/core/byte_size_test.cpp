// SPDX-License-Identifier: Apache-2.0
#include "core/byte_size.hpp"

#include "support/catch.hpp"

namespace gossamer::core {

TEST_CASE("a byte size is a whole number with an optional binary unit") {
  CHECK(parse_byte_size("1") == 1);
  CHECK(parse_byte_size("3KiB") == 3072);
  CHECK(parse_byte_size("512 MiB") == std::uint64_t{512} << 20);
  CHECK(parse_byte_size("8GiB") == std::uint64_t{8} << 30);
}

TEST_CASE("what is no byte size is refused, whatever is near to one") {
  const auto* text = GENERATE("", "0", "-1", "8 GB", "GiB", "1.5GiB", "8GiBs", "0x10", "1e9",
                              "8  GiB", "8gib", "99999999999GiB", "9223372036854775808");
  CAPTURE(text);
  CHECK_FALSE(parse_byte_size(text).has_value());
}

TEST_CASE("bytes are shown in the largest unit that leaves at least one") {
  CHECK(format_bytes(312) == "312 B");
  CHECK(format_bytes(1024) == "1.0 KiB");
  CHECK(format_bytes(std::uint64_t{3} << 19) == "1.5 MiB");
  CHECK(format_bytes(std::uint64_t{8} << 30) == "8.0 GiB");
}

}  // namespace gossamer::core
