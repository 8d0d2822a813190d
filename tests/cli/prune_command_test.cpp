// SPDX-License-Identifier: Apache-2.0
#include "cli/prune_command.hpp"

#include <filesystem>
#include <sstream>

#include "cli/program.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "tensor/npy.hpp"

using namespace gossamer;
using Catch::Matchers::Contains;

namespace {

/// A directory with a float matrix w.npy [2][4] and an integer one i.npy [4].
class Prune {
 public:
  Prune() {
    tensor::Tensor<float> matrix({2, 4});
    matrix.data = {1, -5, 3, 2, 0.5f, 0, 0, -1};
    write_npy(at("w.npy"), matrix);
    tensor::Tensor<std::int16_t> row({4});
    row.data = {4, -4, 4, 4};
    write_npy(at("i.npy"), row);
  }

  std::string at(const std::string& name) const { return (directory_.path() / name).string(); }

  cli::ExitCode run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"gossamer", "prune"});
    std::vector<const char*> pointers;
    for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
    std::ostringstream out_stream, err_stream;
    const auto code = cli::run_program(static_cast<int>(pointers.size()), pointers.data(),
                                       cli::Console{out_stream, err_stream});
    out = out_stream.str();
    err = err_stream.str();
    return code;
  }

  std::string out, err;

 private:
  test::TemporaryDirectory directory_;
};

}  // namespace

TEST_CASE("prune writes floats as floats and integers as integers") {
  Prune prune;
  REQUIRE(prune.run({prune.at("w.npy"), "-o", prune.at("p.npy"), "--axis", "1"}) ==
          cli::ExitCode::done);
  CHECK(tensor::read_npy_float(prune.at("p.npy")).data ==
        std::vector<float>{0, -5, 3, 0, 0.5f, 0, 0, -1});
  CHECK_THAT(prune.out, Contains("(2, 4), 2:4 along axis 1") && Contains("76.00 %"));
  REQUIRE(prune.run({prune.at("i.npy"), "-o", prune.at("new/dir")}) == cli::ExitCode::done);
  CHECK(tensor::read_npy_int16(prune.at("new/dir/i.npy")).data ==
        std::vector<std::int16_t>{4, -4, 0, 0});
}

TEST_CASE("prune writes the permutation beside the result and tells its efficacy") {
  Prune prune;
  REQUIRE(prune.run({prune.at("w.npy"), "-o", prune.at("p.npy"), "--axis", "1", "--permute",
                     "--restarts", "2"}) == cli::ExitCode::done);
  CHECK_THAT(prune.out, Contains("efficacy") && Contains("p_permutation.npy"));
  CHECK(tensor::read_npy_header(prune.at("p_permutation.npy")).descr == "<i8");
  CHECK(tensor::read_npy_header(prune.at("p_permutation.npy")).shape == tensor::Shape{4});
}

TEST_CASE("prune refuses what it cannot do and writes nothing") {
  Prune prune;
  const std::string w = prune.at("w.npy"), i = prune.at("i.npy"), x = prune.at("x.npy");
  const auto refused = [&](const std::vector<std::string>& arguments, const char* text) {
    CAPTURE(text);
    CHECK(prune.run(arguments) == cli::ExitCode::bad_input);
    CHECK_THAT(prune.err, Contains(text));
    CHECK(prune.out.empty());
    CHECK_FALSE(std::filesystem::exists(x));
  };
  refused({w, "-o", x}, "has 2 elements along the axis of the pattern");
  refused({w, "-o", x, "--pattern", "2:5"}, "did you mean '2:4'?");
  refused({w, "-o", x, "--pattern", "unstructured"}, "--density: is needed");
  refused({i, "-o", x, "--density", "0.6"}, "a number from 0 to 0.5");
  refused({i, "-o", x, "--seed", "2"}, "--seed: is for --permute alone");
  refused({i, "-o", x, "--axis", "1"}, "has no axis 1; allowed: 0 to 0");
  refused({i, "-o", i}, "is an input");
  refused({i, i, "-o", x}, "has the same name as");
  refused({i, w, "-o", i}, "has 2 elements");
  refused({i, "-o", prune.at("sub"), "--pattern", "unstructured", "--density", "1", "--permute"},
          "changes nothing with --pattern unstructured");
}

TEST_CASE("a permutation never takes the place of a tensor") {
  Prune prune;
  tensor::Tensor<float> row({4}, 1);
  write_npy(prune.at("a.npy"), row);
  write_npy(prune.at("a_permutation.npy"), row);
  CHECK(prune.run({prune.at("a.npy"), prune.at("a_permutation.npy"), "-o", prune.at("out"),
                   "--permute"}) == cli::ExitCode::bad_input);
  CHECK_THAT(prune.err, Contains("in the place of a tensor"));
  CHECK_FALSE(std::filesystem::exists(prune.at("out")));
}
