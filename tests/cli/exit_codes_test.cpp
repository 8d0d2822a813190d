// SPDX-License-Identifier: Apache-2.0
#include "cli/exit_codes.hpp"

#include <new>
#include <sstream>
#include <stdexcept>

#include "core/errors.hpp"
#include "support/catch.hpp"

namespace gossamer::cli {

namespace {

template <class Exception>
std::pair<int, std::string> thrown(const Exception& exception) {
  std::ostringstream err;
  const ExitCode code = guarded([&]() -> ExitCode { throw exception; }, err);
  return {static_cast<int>(code), err.str()};
}

}  // namespace

TEST_CASE("a command that returns keeps its code and says nothing") {
  std::ostringstream err;
  CHECK(guarded([] { return ExitCode::wrong_value; }, err) == ExitCode::wrong_value);
  CHECK(err.str().empty());
}

TEST_CASE("each kind of failure has the exit code of the contract") {
  CHECK(thrown(core::ConfigError{{"a.yaml", 3, 5}, "is wrong"}) ==
        std::pair<int, std::string>{2, "a.yaml:3:5: is wrong\n"});
  CHECK(thrown(core::FileError{"a.yaml: no such file"}) ==
        std::pair<int, std::string>{4, "a.yaml: no such file\n"});
  CHECK(thrown(core::SimulationStuck{"no progress\ndump\n"}) ==
        std::pair<int, std::string>{1, "no progress\ndump\n"});
  CHECK(thrown(core::OutOfMemory{"layer 'a': out of memory"}) ==
        std::pair<int, std::string>{1, "layer 'a': out of memory\n"});
  CHECK(thrown(std::bad_alloc{}).first == 1);
  CHECK(thrown(std::logic_error{"oops"}).first == 70);
  CHECK(thrown(42).first == 70);
}

TEST_CASE("a bug of the program is called one, and asked for") {
  const std::string text = thrown(std::logic_error{"oops"}).second;
  CHECK_THAT(text, Catch::Contains("oops"));
  CHECK_THAT(text, Catch::Contains("bug of the program"));
  CHECK_THAT(text, Catch::Contains("report it"));
}

}  // namespace gossamer::cli
