// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "tensor/npy.hpp"
#include "tensor/npy_bytes.hpp"

using namespace gossamer;

namespace {

/// One to four bytes changed, removed, inserted or cut off; half of them to characters headers use.
std::string mutated(std::string bytes, core::RandomStream& random) {
  static const std::string likely = "{}()[]'\",: 0123456789iufbLTrueFalse<>|=\n";
  for (std::uint32_t left = 1 + random.below(4); left > 0 && !bytes.empty(); --left) {
    const std::size_t at = random.below(bytes.size());
    const char with = random.below(2) == 0 ? likely[random.below(likely.size())]
                                           : static_cast<char>(random.below(256));
    switch (random.below(8)) {
      case 0:
        bytes.erase(at, 1 + random.below(8));
        break;
      case 1:
        bytes.insert(at, 1 + random.below(8), with);
        break;
      case 2:
        bytes.resize(at);
        break;
      default:
        bytes[at] = with;
    }
  }
  return bytes;
}

/// Whether the bytes were read; anything but a ConfigError about them fails the test.
bool is_read(const std::string& path) {
  try {
    const auto tensor = tensor::read_npy_int16(path);
    CHECK(tensor.size() == tensor::elements(tensor.shape));
    return true;
  } catch (const core::ConfigError&) {
    return false;
  }
}

}  // namespace

TEST_CASE("no bytes crash the reader: each file is read or refused") {
  const test::TemporaryDirectory directory;
  core::RandomStream random(2024, "npy fuzz");
  const auto fortran = "{'descr': '>i4', 'fortran_order': True, 'shape': (2, 3), }";
  const std::string files[] = {
      test::npy_bytes(test::npy_header_text("<i2", "(3, 4)"), std::string(24, '\7')),
      test::npy_bytes(fortran, std::string(24, '\0')),
      test::npy_bytes(test::npy_header_text("|u1", "()"), "\7", 2)};
  int read = 0;
  for (int i = 0; i < 6000; ++i) {
    const std::string bytes = mutated(files[random.below(3)], random);
    if (is_read(directory.write("fuzz.npy", bytes))) ++read;
  }
  CHECK(read > 50);
  CHECK(read < 5950);
}
