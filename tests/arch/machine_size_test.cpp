// SPDX-License-Identifier: Apache-2.0
#include "arch/machine_size.hpp"

#include "support/catch.hpp"

using namespace gossamer::arch;

namespace {

std::string text_of(const MachineSize& size) {
  std::string text = std::to_string(size.pes);
  for (const auto& parameter : size.parameters)
    text += " " + parameter.path + "=" + parameter.value;
  return text;
}

std::vector<std::string> texts_of(const std::vector<MachineSize>& sizes) {
  std::vector<std::string> texts;
  for (const MachineSize& size : sizes) texts.push_back(text_of(size));
  return texts;
}

}  // namespace

TEST_CASE("counted sizes are the multiples of a step up to the largest") {
  CHECK(texts_of(counted_sizes("n", 7, 3)) == std::vector<std::string>{"3 n=3", "6 n=6"});
  CHECK(counted_sizes("n", 5).size() == 5);
}

TEST_CASE("grids have at most twice as many columns as rows, and grow") {
  CHECK(texts_of(grid_sizes("r", "c", 3)) ==
        std::vector<std::string>{"1 r=1 c=1", "2 r=1 c=2", "4 r=2 c=2", "6 r=2 c=3", "9 r=3 c=3"});
}

TEST_CASE("of two grids with as many PEs the one nearer to a square is taken") {
  const auto texts = texts_of(grid_sizes("r", "c", 12));
  CHECK_THAT(texts, Catch::VectorContains(std::string{"72 r=8 c=9"}));
  CHECK(std::find(texts.begin(), texts.end(), "72 r=6 c=12") == texts.end());
}

TEST_CASE("grids may be asked for a least number of columns") {
  CHECK(texts_of(grid_sizes("r", "c", 4, 4)) ==
        std::vector<std::string>{"8 r=2 c=4", "12 r=3 c=4", "16 r=4 c=4"});
}
