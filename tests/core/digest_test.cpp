// SPDX-License-Identifier: Apache-2.0
#include "core/digest.hpp"

#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using gossamer::core::digest;

TEST_CASE("digests equal the examples of FIPS 180-4") {
  CHECK(digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a file has the digest of its bytes, whatever its length") {
  const gossamer::test::TemporaryDirectory folder;
  for (const std::size_t size : {std::size_t{0}, std::size_t{3}, std::size_t{100'000}}) {
    const std::string text(size, 'x');
    CHECK(gossamer::core::digest_of_file(folder.write("f", text)) == digest(text));
  }
  CHECK_THROWS_AS(gossamer::core::digest_of_file("nowhere"), gossamer::core::FileError);
}

TEST_CASE("every byte counts, zero bytes included") {
  using namespace std::string_view_literals;
  CHECK(digest("a\0b"sv) != digest("a"));
  CHECK(digest("a\0b"sv) != digest("a\0c"sv));
}
