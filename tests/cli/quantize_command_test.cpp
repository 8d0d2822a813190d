// SPDX-License-Identifier: Apache-2.0
#include "cli/quantize_command.hpp"

#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/program.hpp"
#include "core/text_file.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "tensor/npy.hpp"

using namespace gossamer;
using Catch::Matchers::Contains;

namespace {

/// A directory with a matrix w.npy [2][4], a box v.npy [1][2][2] and nan.npy.
class Quantize {
 public:
  Quantize() {
    tensor::Tensor<float> matrix({2, 4});
    matrix.data = {1, -0.5F, 0.01F, 0, 3, -1.5F, 0, 0.25F};
    write_npy(at("w.npy"), matrix);
    write_npy(at("v.npy"), tensor::Tensor<float>({1, 2, 2}, 0.5F));
    write_npy(at("nan.npy"), tensor::Tensor<float>({1}, std::numeric_limits<float>::quiet_NaN()));
  }

  std::string at(const std::string& name) const { return (directory_.path() / name).string(); }

  cli::ExitCode run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"gossamer", "quantize"});
    std::vector<const char*> pointers;
    for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
    std::ostringstream out_stream, err_stream;
    const auto code = cli::run_program(static_cast<int>(pointers.size()), pointers.data(),
                                       cli::Console{out_stream, err_stream});
    out = out_stream.str();
    err = err_stream.str();
    return code;
  }

  std::size_t files() const {
    const std::filesystem::directory_iterator begin{directory_.path()};
    return static_cast<std::size_t>(std::distance(begin, {}));
  }

  std::string out, err;

 private:
  test::TemporaryDirectory directory_;
};

nlohmann::json json_of(const std::string& file) {
  return nlohmann::json::parse(core::read_text_file(file, 1 << 20));
}

}  // namespace

TEST_CASE("quantize writes numbers, codes and scales, and tells density and noise") {
  Quantize quantize;
  REQUIRE(quantize.run({quantize.at("w.npy"), "-o", quantize.at("t.npy"), "--scheme", "ttq",
                        "--threshold", "0.1", "--codes"}) == cli::ExitCode::done);
  CHECK(tensor::read_npy_int16(quantize.at("t_codes.npy")).data ==
        std::vector<std::int16_t>{1, -1, 0, 0, 1, -1, 0, 0});
  CHECK(tensor::read_npy_float(quantize.at("t.npy")).data ==
        std::vector<float>{2, -1, 0, 0, 2, -1, 0, 0});
  const auto json = json_of(quantize.at("t_scales.json"));
  CHECK(json.at("format") == "ttq");
  CHECK(json.at("positive_scale") == std::vector<float>{2});
  CHECK(json.at("negative_scale") == std::vector<float>{1});
  CHECK(json.at("density") == 0.5);
  CHECK(json.at("sqnr_db").get<double>() == Approx(6.904).margin(0.001));
  CHECK_THAT(quantize.out, Contains("(2, 4), ttq") && Contains("50.00 %") && Contains("6.90 dB") &&
                               Contains("t_codes.npy"));
}

TEST_CASE("quantizing what is quantised changes nothing, and has no noise") {
  Quantize quantize;
  const auto first = quantize.at("first.npy"), again = quantize.at("again.npy");
  const std::vector<std::string> scheme =
      GENERATE(std::vector<std::string>{"--scheme", "ternary", "--scales", "channel"},
               std::vector<std::string>{"--scheme", "binary"},
               std::vector<std::string>{"--scheme", "wrpn", "--bits", "3"},
               std::vector<std::string>{"--scheme", "dorefa", "--bits", "3"});
  const auto run = [&](const std::string& from, const std::string& to) {
    std::vector<std::string> arguments{from, "-o", to};
    arguments.insert(arguments.end(), scheme.begin(), scheme.end());
    REQUIRE(quantize.run(arguments) == cli::ExitCode::done);
  };
  run(quantize.at("w.npy"), first);
  run(first, again);
  CHECK(tensor::read_npy_float(again) == tensor::read_npy_float(first));
  CHECK(json_of(quantize.at("again_scales.json")).at("sqnr_db").is_null());
  CHECK_FALSE(std::filesystem::exists(quantize.at("first_codes.npy")));
}

TEST_CASE("quantize refuses what it cannot do and writes nothing") {
  Quantize quantize;
  const std::string w = quantize.at("w.npy"), v = quantize.at("v.npy"), x = quantize.at("x.npy");
  const std::size_t before = quantize.files();
  const auto refused = [&](std::vector<std::string> arguments, const char* text) {
    CAPTURE(text);
    CHECK(quantize.run(arguments) == cli::ExitCode::bad_input);
    CHECK_THAT(quantize.err, Contains(text));
    CHECK(quantize.out.empty());
    CHECK(quantize.files() == before);
  };
  refused({w, "-o", x, "--scheme", "tenary"}, "'tenary' is no scheme to quantise to; did you mean");
  refused({w, "-o", x}, "--scheme is required");
  refused({w, "-o", x, "--scheme", "wrpn"},
          "--bits: is needed; allowed with --scheme wrpn: 2 to 8");
  refused({w, "-o", x, "--scheme", "dorefa", "--bits", "1"}, "'1' is not allowed");
  refused({w, "-o", x, "--scheme", "ttq", "--bits", "2"}, "--bits: changes nothing here");
  refused({w, "-o", x, "--scheme", "ttq", "--density", "1.5"}, "a number from 0 to 1");
  refused({w, "-o", x, "--scheme", "ttq", "--threshold", "1"}, "a number from 0 to below 1");
  refused({w, "-o", x, "--scheme", "ttq", "--threshold", "0.1", "--density", "1"}, "one of them");
  refused({w, "-o", x, "--scheme", "binary", "--density", "1"}, "--density: changes nothing here");
  refused({w, "-o", x, "--scheme", "wrpn", "--bits", "4", "--scales", "layer"},
          "--scales: changes nothing here");
  refused({w, "-o", x, "--scheme", "ttq", "--scales", "chanel"}, "did you mean 'channel'?");
  refused({w, "-o", x, "--scheme", "ttq", "--axis", "0"}, "--axis: changes nothing here");
  refused({w, "-o", x, "--scheme", "binary", "--activations"}, "--activations: is not allowed");
  refused({v, quantize.at("nan.npy"), "-o", x, "--scheme", "ttq", "--scales", "channel"},
          "nan.npy: has 1 axes");
  refused({quantize.at("nan.npy"), "-o", x, "--scheme", "ttq"}, "value nan at [0] is not finite");
  refused({w, "-o", w, "--scheme", "ttq"}, "is an input");
}

TEST_CASE("nothing that quantize writes beside a result replaces a tensor of the command") {
  Quantize quantize;
  std::filesystem::copy(quantize.at("w.npy"), quantize.at("w_codes.npy"));
  CHECK(quantize.run({quantize.at("w.npy"), quantize.at("w_codes.npy"), "-o", quantize.at("out"),
                      "--scheme", "ternary", "--codes"}) == cli::ExitCode::bad_input);
  CHECK_THAT(quantize.err, Contains("would be written in the place of a tensor"));
  CHECK_FALSE(std::filesystem::exists(quantize.at("out")));
}

TEST_CASE("the examples of the documentation run") {
  Quantize quantize;
  std::filesystem::copy(quantize.at("w.npy"), quantize.at("a.npy"));
  std::istringstream page{core::read_text_file(GOSSAMER_SOURCE "/docs/lowbit.md", 1 << 20)};
  std::size_t examples = 0;
  for (std::string line; std::getline(page, line);) {
    const std::string command = "gossamer quantize ";
    if (line.rfind(command, 0) != 0) continue;
    std::vector<std::string> arguments;
    std::istringstream words{line.substr(command.size())};
    for (std::string word; words >> word;)
      arguments.push_back(word.find(".npy") == std::string::npos ? word : quantize.at(word));
    INFO(line << "\n" << quantize.err);
    CHECK(quantize.run(arguments) == cli::ExitCode::done);
    CHECK(std::filesystem::exists(arguments.at(2)));
    ++examples;
  }
  CHECK(examples == 6);
}
