// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"

#include <sstream>

#include "support/catch.hpp"

namespace gossamer::cli {

TEST_CASE("progress tells how many layers are done and which one is being worked on") {
  std::ostringstream terminal;
  {
    Progress progress{&terminal, 3};
    progress.started("conv1");
    CHECK_THAT(terminal.str(), Catch::EndsWith("0/3 layers  conv1"));
    progress.finished(1000000);
    CHECK_THAT(terminal.str(), Catch::Contains("1/3 layers  conv1"));
    CHECK_THAT(terminal.str(), Catch::EndsWith("cycles/s"));
  }
  CHECK_THAT(terminal.str(), Catch::EndsWith("\r\x1b[K"));
}

TEST_CASE("a name as long as a name may be does not break the line") {
  std::ostringstream terminal;
  Progress progress{&terminal, 1};
  progress.started(std::string(200, 'x'));
  CHECK(terminal.str().size() < 80);
}

TEST_CASE("without a terminal progress is silent") {
  Progress progress{nullptr, 2};
  CHECK_NOTHROW(progress.started("conv1"));
  CHECK_NOTHROW(progress.finished(1));
}

}  // namespace gossamer::cli
