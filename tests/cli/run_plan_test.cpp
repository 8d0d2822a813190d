// SPDX-License-Identifier: Apache-2.0
#include "cli/run_plan.hpp"

#include "cli/fake_machine.hpp"
#include "core/errors.hpp"
#include "support/catch.hpp"

namespace gossamer::cli {

namespace {

using test::conv_layer;
using test::gemm_layer;

workload::Network network() {
  return {"net",
          {conv_layer("conv1", 2), conv_layer("conv2", 3, 2), gemm_layer("fc6", 3),
           conv_layer("conv10", 4, 4)}};
}

std::vector<std::string> chosen(const PlanOptions& options) {
  std::vector<std::string> names;
  for (const auto& layer : plan_run(test::FakeMachine{}, network(), options, {}).layers) {
    names.push_back(layer.name);
  }
  return names;
}

PlanOptions only(const std::string& expression) {
  PlanOptions options;
  options.layers = expression;
  return options;
}

}  // namespace

TEST_CASE("an expression chooses every layer in whose name it is found, in the network's order") {
  CHECK(chosen(only("conv1")) == std::vector<std::string>{"conv1", "conv10"});
  CHECK(chosen(only("^conv.$")) == std::vector<std::string>{"conv1", "conv2"});
  CHECK(chosen(only("10|2")) == std::vector<std::string>{"conv2", "conv10"});
}

TEST_CASE("a kind that a machine has no hardware for is refused by name") {
  auto layers = network();
  layers.layers[2].kind = "mma";
  CHECK_THROWS_WITH(
      plan_run(test::FakeMachine{}, layers, {}, {}),
      Catch::Contains("layer 'fc6' (mma): the machine has no hardware for this kind"));
  PlanOptions skipping;
  skipping.skip_unsupported = true;
  CHECK(plan_run(test::FakeMachine{}, layers, skipping, {}).skipped.size() == 1);
}

TEST_CASE("an expression that matches nothing is refused with all names and the nearest") {
  CHECK_THROWS_AS(chosen(only("conf2")), core::ConfigError);
  CHECK_THROWS_WITH(
      chosen(only("conf2")),
      "--layers: 'conf2' matches no layer of 'net'; did you mean 'conv2'?; its layers: "
      "conv1, conv2, fc6, conv10");
}

TEST_CASE("what is no regular expression is refused as such") {
  CHECK_THROWS_AS(chosen(only("conv(")), core::ConfigError);
  CHECK_THROWS_WITH(chosen(only("conv(")), Catch::Contains("--layers: 'conv(' is not a regular"));
}

TEST_CASE("no expression makes the choice overflow, run forever or fill the screen") {
  workload::Network one{"net", {conv_layer(std::string(60, 'a'), 2)}};
  CHECK_THROWS_WITH(plan_run(test::FakeMachine{}, one, only("^(a|aa)+$b"), {}),
                    Catch::Contains("matches no layer"));
  for (const auto& text :
       {std::string(100'000, '('), std::string(100'000, '(') + "a" + std::string(100'000, ')')}) {
    try {
      chosen(only(text));
      FAIL("no exception");
    } catch (const core::ConfigError& error) {
      CHECK(std::string{error.what()}.size() < 400);
    }
  }
}

TEST_CASE("skipping is neither advised nor applied where only an option stands in the way") {
  PlanOptions options = only("conv1$");
  options.skip_unsupported = GENERATE(false, true);
  arch::SimulationOptions without_values;
  without_values.values = false;
  CHECK_THROWS_WITH(plan_run(test::FakeMachine{}, network(), options, without_values),
                    "net.yaml:1:5: layer 'conv1' (conv2d): --no-values needs outputs.density");
}

TEST_CASE("all layers without hardware and all over the memory limit are refused at once") {
  PlanOptions options;
  options.max_memory = 8;
  CHECK_THROWS_WITH(
      chosen(options),
      "net.yaml:2:5: layer 'conv2' needs about 9 B of memory; --max-memory allows 8 B\n"
      "net.yaml:3:5: layer 'fc6' (gemm): it has no hardware for matrix products; "
      "--skip-unsupported leaves it out\n"
      "net.yaml:4:5: layer 'conv10' needs about 16 B of memory; --max-memory allows "
      "8 B");
}

TEST_CASE("a layer of exactly the allowed memory runs") {
  PlanOptions options = only("conv10");
  options.max_memory = 16;
  CHECK(chosen(options) == std::vector<std::string>{"conv10"});
}

TEST_CASE("a layer that was not chosen cannot be refused") {
  CHECK_NOTHROW(chosen(only("conv1$")));
}

TEST_CASE("a skipped layer is listed with its reason and the bytes of its operands") {
  PlanOptions options;
  options.skip_unsupported = true;
  const RunPlan plan = plan_run(test::FakeMachine{}, network(), options, {});
  CHECK(plan.layers.size() == 3);
  REQUIRE(plan.skipped.size() == 1);
  CHECK(plan.skipped[0].name == "fc6");
  CHECK(plan.skipped[0].kind == "gemm");
  CHECK(plan.skipped[0].reason == "it has no hardware for matrix products");
  // 5 x 3 weights, 2 x 5 activations and 2 x 3 outputs of 16 bits
  CHECK(plan.skipped[0].bytes == 62);
}

TEST_CASE("the precision of a skipped layer decides how many bytes its operands are") {
  PlanOptions options;
  options.skip_unsupported = true;
  workload::Network one{"net", {conv_layer("conv1", 2), gemm_layer("fc6")}};
  one.layers[1].precision = {"int4", "int8", "fp32"};
  const RunPlan plan = plan_run(test::FakeMachine{}, one, options, {});
  REQUIRE(plan.skipped.size() == 1);
  CHECK(plan.skipped[0].bytes == 8 + 10 + 24);
}

TEST_CASE("a run of which every layer is skipped is refused") {
  PlanOptions options = only("fc6");
  options.skip_unsupported = true;
  CHECK_THROWS_AS(chosen(options), core::ConfigError);
  CHECK_THROWS_WITH(chosen(options),
                    "net: the machine supports none of the chosen layers\n"
                    "net.yaml:3:5: layer 'fc6' (gemm): it has no hardware for "
                    "matrix products");
}

}  // namespace gossamer::cli
