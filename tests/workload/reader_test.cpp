// SPDX-License-Identifier: Apache-2.0
#include "workload/reader.hpp"

#include "support/catch.hpp"
#include "support/layer_trace.hpp"

using namespace gossamer;
using namespace gossamer::workload;
using test::LayerTrace;

namespace {

const std::string conv2 = R"(  - name: conv2
    kind: conv2d
    input: {channels: 96, height: 27, width: 28}
    filter: {count: 256, height: 5, width: 3, stride: 2, pad: 2, groups: 2}
    weights: {density: [0.373, 0.385]}
    activations: {density: 0.906}
    outputs: {density: 0.222}
    relu: true
)";

const std::string fc6 = R"(  - name: fc6
    kind: gemm
    gemm: {m: 1, n: 4096, k: 9216}
    weights: {density: 0.09}
    activations: {density: 0.34}
)";

}  // namespace

TEST_CASE("a convolution is read with all that the trace says") {
  const Layer layer = LayerTrace{}.read_layer(conv2);
  CHECK(layer.name == "conv2");
  CHECK(layer.kind == "conv2d");
  const auto& conv = std::get<Conv2d>(layer.shape);
  CHECK(conv.channels == 96);
  CHECK(conv.height == 27);
  CHECK(conv.width == 28);
  CHECK(conv.filters == 256);
  CHECK(conv.filter_height == 5);
  CHECK(conv.filter_width == 3);
  CHECK(conv.stride_y == 2);
  CHECK(conv.stride_x == 2);
  CHECK(conv.pad_right == 2);
  CHECK(conv.groups == 2);
  CHECK(layer.weights.density == std::vector<double>{0.373, 0.385});
  CHECK(layer.activations.density == std::vector<double>{0.906});
  CHECK(layer.weights.generated());
  CHECK(layer.output_density == 0.222);
  CHECK(layer.relu);
}

TEST_CASE("what a trace leaves out has its documented default") {
  const Layer layer = LayerTrace{}.read_layer(R"(  - name: a
    kind: conv2d
    input: {channels: 3, height: 9, width: 9}
    filter: {count: 4, height: 3, width: 3}
    weights: {density: 1}
    activations: {density: 1}
)");
  const auto& conv = std::get<Conv2d>(layer.shape);
  CHECK(conv.batch == 1);
  CHECK(conv.stride_y == 1);
  CHECK(conv.dilation_x == 1);
  CHECK(conv.pad_top == 0);
  CHECK(conv.groups == 1);
  CHECK_FALSE(layer.relu);
  CHECK_FALSE(layer.output_density);
  CHECK_FALSE(layer.product_shift);
  CHECK(layer.output_shift == 8);
  CHECK(layer.precision.weights.empty());
  CHECK(layer.weights.pattern.kind == tensor::PatternKind::unstructured);
  CHECK(layer.invocations() == 1);
}

TEST_CASE("a depthwise convolution has as many groups as channels") {
  const auto read = [](const std::string& more) {
    return LayerTrace{}.read_layer(R"(  - name: a
    kind: depthwise_conv2d
    input: {channels: 6, height: 5, width: 5}
    filter: {height: 3, width: 3, pad: 1)" +
                                   more + R"(}
    weights: {density: 0.5}
    activations: {density: 0.5}
)");
  };
  const auto layer = read("");
  CHECK(layer.kind == "depthwise_conv2d");
  CHECK(std::get<Conv2d>(layer.shape).groups == 6);
  CHECK(std::get<Conv2d>(layer.shape).filters == 6);
  CHECK(macs(layer) == 6 * 25 * 9);
  const auto twice = read(", count: 12");
  CHECK(std::get<Conv2d>(twice.shape).groups == 6);
  CHECK(std::get<Conv2d>(twice.shape).filters == 12);
  REQUIRE_THROWS_WITH(read(", count: 8"), Catch::Contains("8 is no multiple of input.channels, 6"));
  REQUIRE_THROWS_WITH(read(", groups: 6"), Catch::Contains("groups"));
}

TEST_CASE("stride, dilation and pad may differ by direction") {
  const Layer layer = LayerTrace{}.read_layer(R"(  - name: a
    kind: conv2d
    batch: 4
    input: {channels: 3, height: 30, width: 30}
    filter: {count: 4, height: 3, width: 3, stride: [1, 2], dilation: [3, 4], pad: [5, 6, 7, 8]}
    weights: {density: 1}
    activations: {density: 1}
    product_shift: 0
    output_shift: 23
    precision: {weights: int16, activations: int16, outputs: int16}
)");
  const auto& conv = std::get<Conv2d>(layer.shape);
  CHECK(conv.batch == 4);
  CHECK(conv.stride_y == 1);
  CHECK(conv.stride_x == 2);
  CHECK(conv.dilation_y == 3);
  CHECK(conv.dilation_x == 4);
  CHECK(conv.pad_top == 5);
  CHECK(conv.pad_bottom == 6);
  CHECK(conv.pad_left == 7);
  CHECK(conv.pad_right == 8);
  CHECK(layer.product_shift == 0u);
  CHECK(layer.output_shift == 23);
  CHECK(layer.precision.outputs == "int16");
}

TEST_CASE("a matrix product is read as m, n and k") {
  const Layer layer = LayerTrace{}.read_layer(fc6);
  const auto& gemm = std::get<Gemm>(layer.shape);
  CHECK(gemm.m == 1);
  CHECK(gemm.n == 4096);
  CHECK(gemm.k == 9216);
  CHECK(layer.weights.density == std::vector<double>{0.09});
}

TEST_CASE("layers keep the order of the trace and know where they stand") {
  const LayerTrace trace;
  const Network network = trace.read("name: alexnet\nlayers:\n" + conv2 + fc6);
  CHECK(network.name == "alexnet");
  REQUIRE(network.layers.size() == 2);
  CHECK(network.layers[1].name == "fc6");
  CHECK(network.layers[0].where.line == 3);
  CHECK(network.layers[1].where.line == 11);
  CHECK(network.layers[1].where.column == 11);
  CHECK(network.layers[0].weights.where.line == 7);
}

TEST_CASE("a network without a name is called after its file") {
  CHECK(LayerTrace{}.read("layers:\n" + fc6).name == "t");
}

TEST_CASE("a filter that just fits its padded input is accepted and one more is not") {
  const auto text = [](int height) {
    return "  - name: a\n    kind: conv2d\n    input: {channels: 1, height: " +
           std::to_string(height) +
           ", width: 9}\n"
           "    filter: {count: 1, height: 3, width: 1, dilation: 3, pad: [1, 1, 0, 0]}\n"
           "    weights: {density: 1}\n    activations: {density: 1}\n";
  };
  const LayerTrace trace;
  CHECK(std::get<Conv2d>(trace.read_layer(text(5)).shape).out_height() == 1);
  CHECK(trace.faults("layers:\n" + text(4)) ==
        "t.yaml:5:32: a: filter.height: 3 (7 with dilation 3) is larger than the padded input, 6");
}

TEST_CASE("patterns are read with their vector length") {
  const LayerTrace trace;
  const auto weights = [&](const std::string& text) {
    return trace
        .read_layer("  - {name: a, kind: gemm, gemm: {m: 8, n: 8, k: 8}, weights: {" + text +
                    "}, activations: {density: 1}}\n")
        .weights;
  };
  CHECK(weights("density: 0.5, pattern: 2:4").pattern.kind == tensor::PatternKind::two_of_four);
  CHECK(weights("density: 0.5, pattern: \"1:2\"").pattern.kind == tensor::PatternKind::one_of_two);
  CHECK(weights("density: 0.1, pattern: filter").pattern.kind == tensor::PatternKind::filter);
  const OperandSource vector = weights("density: 0.9, pattern: vector, length: 4");
  CHECK(vector.pattern.kind == tensor::PatternKind::vector);
  CHECK(vector.pattern.vector_length == 4);
}

TEST_CASE("names may hold anything printable") {
  const LayerTrace trace;
  const auto named = [&](const std::string& name) {
    return trace
        .read_layer("  - {name: " + name +
                    ", kind: gemm, gemm: {m: 1, n: 1, k: 1}, "
                    "weights: {density: 1}, activations: {density: 1}}\n")
        .name;
  };
  CHECK(named("\"a, b/c.d\"") == "a, b/c.d");
  CHECK(named("3") == "3");
  CHECK(named("caf\xC3\xA9") == "caf\xC3\xA9");
  CHECK(named(std::string(200, 'x')).size() == 200);
}
