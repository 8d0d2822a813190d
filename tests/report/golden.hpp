// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "support/catch.hpp"

namespace gossamer::report::test {

/// Compares a text with tests/golden/NAME; tools/update_golden rewrites the files instead.
inline void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string{GOSSAMER_GOLDEN} + "/" + name;
  if (std::getenv("GOSSAMER_UPDATE_GOLDEN") != nullptr) {
    std::ofstream{path, std::ios::binary} << text;
  }
  std::ifstream file{path, std::ios::binary};
  REQUIRE(file);
  const std::string expected{std::istreambuf_iterator<char>{file}, {}};
  CHECK(text == expected);
}

}  // namespace gossamer::report::test
