// SPDX-License-Identifier: Apache-2.0
#include "core/text_file.hpp"

#include <sys/stat.h>

#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using namespace gossamer;
using core::read_text_file;

TEST_CASE("a file is read byte for byte") {
  const test::TemporaryDirectory folder;
  const std::string text = "a\r\n\0b" + std::string(100'000, 'x');
  CHECK(read_text_file(folder.write("a.txt", text), 1 << 20) == text);
  CHECK(read_text_file(folder.write("empty", ""), 0).empty());
}

TEST_CASE("a file that cannot be read is named with the system's reason") {
  const test::TemporaryDirectory folder;
  const std::string missing = (folder.path() / "missing.yaml").string();
  CHECK_THROWS_WITH(read_text_file(missing, 10),
                    missing + ": cannot be read: No such file or directory");
  CHECK_THROWS_WITH(read_text_file(folder.path().string(), 10),
                    Catch::EndsWith("cannot be read: Is a directory"));
}

TEST_CASE("a file of exactly the limit is read and one byte more is refused") {
  const test::TemporaryDirectory folder;
  CHECK(read_text_file(folder.write("a", "12345"), 5) == "12345");
  CHECK_THROWS_AS(read_text_file(folder.write("b", "123456"), 5), core::FileError);
  CHECK_THROWS_WITH(read_text_file(folder.write("c", "123456"), 5),
                    Catch::Contains("larger than 5 bytes"));
}

TEST_CASE("a pipe or a device is refused instead of waited for") {
  const test::TemporaryDirectory folder;
  const std::string pipe = (folder.path() / "pipe").string();
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_THROWS_WITH(read_text_file(pipe, 10), pipe + ": cannot be read: not a regular file");
  CHECK_THROWS_AS(read_text_file("/dev/zero", 10), core::FileError);
}
