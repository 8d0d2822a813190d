// SPDX-License-Identifier: Apache-2.0
#include "workload/widen.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/text_file.hpp"
#include "support/catch.hpp"
#include "support/layer_trace.hpp"
#include "tensor/npy.hpp"

using namespace gossamer;
using namespace gossamer::workload;

namespace {

/// A row of WRPN's table for ResNet-34, as recalled: factor, bits of activations and weights, cost.
struct Row {
  std::uint32_t factor;
  unsigned activations;
  unsigned weights;
  double listed;
};

const std::vector<Row> rows{{1, 32, 32, 1.00}, {1, 1, 1, 0.03}, {2, 4, 8, 0.74}, {2, 4, 4, 0.50},
                            {2, 4, 2, 0.39},   {2, 2, 2, 0.27}, {2, 1, 1, 0.15}, {3, 1, 1, 0.30}};

std::string weights_format(unsigned bits) {
  return bits == 32 ? "fp32" : bits == 1 ? "binary" : fmt::format("wrpn{}", bits);
}

std::string activations_format(unsigned bits) {
  return bits == 32 ? "fp32" : fmt::format("uint{}", bits);
}

/// resnet34_ternary.yaml with a `widen` of that row.
Network widened_resnet34(const Row& row) {
  const std::string text =
      core::read_text_file(std::string{GOSSAMER_WORKLOADS} + "/resnet34_ternary.yaml", 1 << 20);
  return test::LayerTrace{}.read(text + fmt::format("widen: {{factor: {}, weights: {}, "
                                                    "activations: {}}}\n",
                                                    row.factor, weights_format(row.weights),
                                                    activations_format(row.activations)));
}

double layer_cost(const Network& network) {
  return compute_cost(network.layers, network.widening->macs_before);
}

constexpr const char* three_layers =
    "layers:\n"
    "  - name: first\n    kind: conv2d\n    input: {channels: 3, height: 8, width: 8}\n"
    "    filter: {count: 4, height: 3, width: 3, pad: 1}\n"
    "    weights: {density: 1}\n    activations: {density: 1}\n"
    "  - name: inner\n    kind: depthwise_conv2d\n    input: {channels: 4, height: 8, width: 8}\n"
    "    filter: {count: 8, height: 3, width: 3, pad: 1}\n"
    "    weights: {density: 0.5}\n    activations: {density: 0.5}\n"
    "  - name: grouped\n    kind: conv2d\n    input: {channels: 8, height: 8, width: 8}\n"
    "    filter: {count: 6, height: 1, width: 1, groups: 2}\n"
    "    weights: {density: [0.5, 0.25]}\n    activations: {density: 0.5}\n"
    "    precision: {weights: ttq}\n"
    "  - name: last\n    kind: gemm\n    gemm: {m: 1, n: 10, k: 384}\n"
    "    weights: {density: 1}\n    activations: {density: 0.5}\n";

std::string faults(const std::string& widen) {
  return test::LayerTrace{}.faults(widen + "\n" + three_layers);
}

}  // namespace

TEST_CASE("widening multiplies channels in and out within, one of them at the ends") {
  const Network network = test::LayerTrace{}.read(
      std::string{"widen: {factor: 3, weights: wrpn4, activations: uint8}\n"} + three_layers);
  const auto& first = std::get<Conv2d>(network.layers[0].shape);
  CHECK((first.channels == 3 && first.filters == 12));
  const auto& depthwise = std::get<Conv2d>(network.layers[1].shape);
  CHECK((depthwise.channels == 12 && depthwise.filters == 24 && depthwise.groups == 12));
  const auto& grouped = std::get<Conv2d>(network.layers[2].shape);
  CHECK((grouped.channels == 24 && grouped.filters == 18 && grouped.groups == 2));
  const auto& last = std::get<Gemm>(network.layers[3].shape);
  CHECK((last.n == 10 && last.k == 1152));
}

TEST_CASE("widening sets the widths of inner layers that name none") {
  const Network network = test::LayerTrace{}.read(
      std::string{"widen: {factor: 2, weights: wrpn4, activations: uint8}\n"} + three_layers);
  CHECK(network.layers[0].precision.weights.empty());
  CHECK(network.layers[1].precision.weights == "wrpn4");
  CHECK(network.layers[1].precision.activations == "uint8");
  CHECK(network.layers[2].precision.weights == "ttq");
  CHECK(network.layers[2].precision.activations == "uint8");
  CHECK(network.layers[3].precision.activations.empty());
}

TEST_CASE("the formula of the compute cost is within 0.03 of every row listed for ResNet-34") {
  for (const Row& row : rows) {
    INFO(row.factor << "x " << row.activations << "/" << row.weights);
    CHECK(std::fabs(compute_cost(row.factor, row.activations, row.weights) - row.listed) < 0.03);
  }
}

TEST_CASE("layer by layer, ResNet-34 costs more: its ends stay full and grow with the factor") {
  const Network plain = widened_resnet34(rows[0]);
  const double all = static_cast<double>(total_macs(plain.layers));
  const double ends =
      static_cast<double>(macs(plain.layers.front()) + macs(plain.layers.back())) / all;
  CHECK(ends == Approx(0.0323).margin(0.0001));
  CHECK(layer_cost(plain) == 1);
  for (const Row& row : rows) {
    INFO(row.factor << "x " << row.activations << "/" << row.weights);
    const double formula = compute_cost(row.factor, row.activations, row.weights);
    CHECK(layer_cost(widened_resnet34(row)) ==
          Approx((1 - ends) * formula + ends * row.factor).epsilon(1e-12));
  }
}

TEST_CASE("the table of the documentation has the costs of ResNet-34") {
  const std::string page =
      core::read_text_file(std::string{GOSSAMER_SOURCE_DIR} + "/docs/lowbit.md", 1 << 20);
  for (const Row& row : rows) {
    const std::string line =
        fmt::format("| {} | {}/{} | {:.2f} | {:.3f} | {:.3f} |", row.factor, row.activations,
                    row.weights, row.listed, compute_cost(row.factor, row.activations, row.weights),
                    layer_cost(widened_resnet34(row)));
    CHECK_THAT(page, Catch::Contains(line));
  }
}

TEST_CASE("a layer that names no format counts as fp32 in the compute cost") {
  CHECK(bits_of_weights("") == 32);
  CHECK(bits_of_weights("ttq") == 2);
  CHECK(bits_of_weights("binary") == 1);
  CHECK(bits_of_weights("dorefa7") == 7);
  CHECK(bits_of_activations("int5") == 5);
  CHECK(bits_of_activations("fp16") == 16);
  CHECK(bits_of_activations("int16") == 32);
}

TEST_CASE("a factor of 1 leaves every shape and its multiplications") {
  const Network network =
      test::LayerTrace{}.read(std::string{"widen: {factor: 1}\n"} + three_layers);
  CHECK(total_macs(network.layers) == network.widening->macs_before);
  CHECK(network.layers[1].precision.weights.empty());
}

TEST_CASE("faults of a widening are told with their place and what is allowed") {
  CHECK(faults("widen: 2") == "t.yaml:1:8: widen: must be a mapping of the form {key: value, ...}");
  CHECK_THAT(faults("widen: {weights: ttq}"), Catch::Contains("widen: missing key 'factor'"));
  CHECK_THAT(faults("widen: {factor: 0}"), Catch::Contains("t.yaml:1:17: widen: factor: 0"));
  CHECK_THAT(faults("widen: {factor: 1.5}"), Catch::Contains("widen: factor: '1.5'"));
  CHECK_THAT(faults("widen: {factor: 17}"), Catch::Contains("1 to 16"));
  CHECK_THAT(faults("widen: {factor: 2, weights: wrpn9}"),
             Catch::Contains("t.yaml:1:29: widen: weights: 'wrpn9' is not a format of weights"));
  CHECK_THAT(faults("widen: {factor: 2, activations: uint}"),
             Catch::Contains("'uint' is not a format of activations"));
  CHECK_THAT(faults("widen: {factor: 2, weights: fp32, activations: uint8}"),
             Catch::Contains("fp32 and fp16 weights need fp32 or fp16 activations"));
  CHECK_THAT(faults("widen: {factor: 2, width: 3}"), Catch::Contains("unknown key 'width'"));
  CHECK_THAT(faults("widem: {factor: 2}"), Catch::Contains("did you mean 'widen'?"));
}

TEST_CASE("layers that cannot be widened are refused by name") {
  const test::LayerTrace trace;
  tensor::write_npy((trace.folder().path() / "w.npy").string(), tensor::Tensor<float>({4, 2}));
  CHECK_THAT(
      trace.faults("widen: {factor: 2}\nlayers:\n  - name: fc\n    kind: gemm\n"
                   "    gemm: {m: 1, n: 2, k: 4}\n    weights: {file: w.npy}\n"
                   "    activations: {density: 1}\n"),
      Catch::Contains("t.yaml:6:21: fc: a file has the shape of a layer that is not widened"));
  CHECK_THAT(trace.faults("widen: {factor: 2}\nlayers:\n  - name: bench\n    kind: mma\n"
                          "    mma: {type: fp16, shape: m16n8k16}\n"),
             Catch::Contains("bench: a microbenchmark has no filters to widen"));
  CHECK_THAT(trace.faults("widen: {factor: 2}\nlayers:\n  - name: a\n    kind: gemm\n"
                          "    gemm: {m: 1, n: 1073741824, k: 1}\n    weights: {density: 1}\n"
                          "    activations: {density: 1}\n  - name: b\n    kind: gemm\n"
                          "    gemm: {m: 1, n: 1, k: 1}\n    weights: {density: 1}\n"
                          "    activations: {density: 1}\n"),
             Catch::Contains("t.yaml:3:11: a: widened 2 times, an extent is more than 2^30"));
  CHECK_THAT(trace.faults("widen: {factor: 16}\nlayers:\n  - name: a\n    kind: gemm\n"
                          "    gemm: {m: 1, n: 4, k: 4}\n    weights: {density: 1}\n"
                          "    activations: {density: 1}\n  - name: b\n    kind: gemm\n"
                          "    gemm: {m: 1, n: 1048576, k: 524288}\n    weights: {density: 1}\n"
                          "    activations: {density: 1}\n"),
             Catch::Contains("b: widened 16 times, it is larger than docs/workloads.md allows"));
  CHECK_THAT(trace.faults("widen: {factor: 2}\nlayers:\n  - name: d\n    kind: depthwise_conv2d\n"
                          "    input: {channels: 2, height: 4, width: 4}\n"
                          "    filter: {height: 3, width: 3}\n    weights: {density: [1, 0.5]}\n"
                          "    activations: {density: 1}\n"),
             Catch::Contains("d: to be widened, a depthwise layer needs one density"));
}
