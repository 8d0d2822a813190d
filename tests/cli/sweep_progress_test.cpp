// SPDX-License-Identifier: Apache-2.0
#include "cli/sweep_progress.hpp"

#include <sstream>

#include "support/catch.hpp"

namespace gossamer::cli {

TEST_CASE("a sweep shows its share, its rate and the time left") {
  CHECK(progress_line(0, 100, 0, 0.0) == "[........................] 0/100 points");
  CHECK(progress_line(25, 100, 0, 10.0) ==
        "[######..................] 25/100 points  2.5/s  30 s left");
  CHECK(progress_line(1, 1000, 0, 1.0) ==
        "[........................] 1/1000 points  1/s  16 min 39 s left");
  CHECK(progress_line(1, 10001, 0, 1.0) ==
        "[........................] 1/10001 points  1/s  2 h 46 min left");
  CHECK(progress_line(100, 100, 3, 50.0) ==
        "[########################] 100/100 points  2/s  0 s left  3 failed");
  CHECK(progress_line(0, 0, 0, 1.0) == "[########################] 0/0 points");
}

TEST_CASE("progress is for terminals, and is gone at the end") {
  std::ostringstream terminal;
  {
    SweepProgress progress{&terminal, 10};
    progress.add(4, 1);
  }
  CHECK(terminal.str().find("0/10 points") != std::string::npos);
  CHECK(terminal.str().substr(terminal.str().size() - 4) == "\r\x1b[K");
  SweepProgress{nullptr, 10}.add(10, 0);
}

}  // namespace gossamer::cli
