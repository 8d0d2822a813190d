// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "support/layer_trace.hpp"

using namespace gossamer;
using test::LayerTrace;

namespace {

const std::string operands = "    weights: {density: 1}\n    activations: {density: 1}\n";

/// The faults of a conv2d layer `a` whose input, filter and further lines are given.
std::string conv_faults(const std::string& input, const std::string& filter,
                        const std::string& more = operands) {
  return LayerTrace{}.faults("layers:\n  - name: a\n    kind: conv2d\n    input: {" + input +
                             "}\n    filter: {" + filter + "}\n" + more);
}

const std::string input = "channels: 4, height: 8, width: 8";
const std::string filter = "count: 6, height: 3, width: 3";

/// The faults of a gemm layer `a` with further lines.
std::string gemm_faults(const std::string& more) {
  return LayerTrace{}.faults("layers:\n  - name: a\n    kind: gemm\n" + more);
}

const std::string gemm = "    gemm: {m: 2, n: 3, k: 4}\n";

}  // namespace

TEST_CASE("missing keys are named where their mapping stands") {
  CHECK(conv_faults("channels: 4, height: 8", "count: 6, height: 3, width: 3") ==
        "t.yaml:4:12: a: input: missing key 'width'");
  CHECK(gemm_faults(gemm) ==
        "t.yaml:2:5: a: missing key 'weights'\nt.yaml:2:5: a: missing key 'activations'");
  CHECK(gemm_faults(operands) == "t.yaml:2:5: a: missing key 'gemm'");
  CHECK(LayerTrace{}.faults("layers:\n  - {}\n") ==
        "t.yaml:2:5: layer 1: missing key 'name'\nt.yaml:2:5: layer 1: missing key 'kind'");
}

TEST_CASE("unknown keys come with the nearest known one") {
  CHECK(conv_faults(input, filter + ", strid: 2") ==
        "t.yaml:5:45: unknown key 'strid' in filter of a; did you mean 'stride'?");
  CHECK(gemm_faults(gemm + operands + "    Relu: true\n") ==
        "t.yaml:7:5: unknown key 'Relu' in a; did you mean 'relu'?");
  CHECK_THAT(conv_faults(input, filter, operands + gemm),
             Catch::StartsWith("t.yaml:8:5: unknown key 'gemm' in a; allowed: name, kind, batch"));
  CHECK(LayerTrace{}.faults("nam: x\nlayers: [{name: a, kind: gemm, gemm: {m: 1, n: 1, k: 1}, "
                            "weights: {density: 1}, activations: {density: 1}}]\n") ==
        "t.yaml:1:1: unknown key 'nam'; did you mean 'name'?");
}

TEST_CASE("a repeated key is found together with the other faults") {
  CHECK(conv_faults(input, filter + ", count: 7, groups: 0") ==
        "t.yaml:5:45: repeated key 'count'; it stands in line 5 already\n"
        "t.yaml:5:63: a: filter.groups: 0 is out of range; allowed: 1 to 1073741824");
}

TEST_CASE("dimensions are at least one") {
  CHECK(conv_faults("channels: 0, height: -8, width: 8", filter) ==
        "t.yaml:4:23: a: input.channels: 0 is out of range; allowed: 1 to 1073741824\n"
        "t.yaml:4:34: a: input.height: -8 is out of range; allowed: 1 to 1073741824");
  CHECK(conv_faults(input, filter + ", stride: 0") ==
        "t.yaml:5:53: a: filter.stride: 0 is out of range; allowed: 1 to 1073741824");
  CHECK_THAT(conv_faults(input, filter + ", pad: -1"), Catch::Contains("allowed: 0 to"));
  CHECK_THAT(gemm_faults("    gemm: {m: 0, n: 1, k: 1}\n" + operands),
             Catch::Contains("a: gemm.m: 0 is out of range"));
}

TEST_CASE("wrong types are refused with what is expected") {
  CHECK_THAT(conv_faults("channels: four, height: 8, width: [8]", filter),
             Catch::Contains("'four' is not a whole number") &&
                 Catch::Contains("a list stands where a whole number is expected"));
  CHECK_THAT(gemm_faults(gemm + operands + "    relu: 1\n"),
             Catch::Contains("a: relu: '1' is not a boolean"));
  CHECK(gemm_faults("    gemm: 3\n" + operands) ==
        "t.yaml:4:11: a: gemm: must be a mapping of the form {key: value, ...}");
}

TEST_CASE("a list by direction has one value for each") {
  CHECK(conv_faults(input, filter + ", stride: [1, 2, 3]") ==
        "t.yaml:5:53: a: filter.stride: a list of 3 values; allowed: one number, or [vertical, "
        "horizontal]");
  CHECK_THAT(conv_faults(input, filter + ", pad: [1, 2]"),
             Catch::EndsWith("one number, or [top, bottom, left, right]"));
  CHECK(conv_faults(input, filter + ", dilation: [1, 0]") ==
        "t.yaml:5:59: a: filter.dilation: 0 is out of range; allowed: 1 to 1073741824");
}

TEST_CASE("groups divide both channels and filters") {
  CHECK(conv_faults(input, filter + ", groups: 3") ==
        "t.yaml:5:53: a: filter.groups: 3 does not divide input.channels, 4");
  CHECK(conv_faults(input, filter + ", groups: 4") ==
        "t.yaml:5:53: a: filter.groups: 4 does not divide filter.count, 6");
  CHECK(conv_faults(input, filter + ", groups: 2").empty());
}

TEST_CASE("a filter is no larger than the padded input") {
  CHECK(conv_faults("channels: 1, height: 8, width: 2", filter) ==
        "t.yaml:5:42: a: filter.width: 3 is larger than the padded input, 2");
  CHECK_THAT(conv_faults(input, filter + ", dilation: 1073741824"),
             Catch::Contains("3 (2147483649 with dilation 1073741824) is larger"));
}

TEST_CASE("tensors and work beyond any machine are refused") {
  CHECK(gemm_faults("    gemm: {m: 1048577, n: 1, k: 1048576}\n" + operands) ==
        "t.yaml:2:5: a: number of activations: more than 2^40, which is the most allowed");
  CHECK(gemm_faults("    gemm: {m: 1048576, n: 1, k: 1048576}\n" + operands).empty());
  const std::string all = conv_faults("channels: 1073741824, height: 1073741824, width: 1073741824",
                                      "count: 1073741824, height: 1, width: 1");
  CHECK_THAT(all, Catch::Contains("number of weights") && Catch::Contains("number of outputs") &&
                      Catch::Contains("number of multiply-accumulates: more than 2^60"));
}

TEST_CASE("a kind of a later version is told from one that does not exist") {
  const LayerTrace trace;
  CHECK(trace.faults("layers: [{name: a, kind: pool, window: 2}]\n") ==
        "t.yaml:1:26: a: kind: 'pool' is not supported by this version; allowed: conv2d, "
        "depthwise_conv2d, gemm, mma");
  CHECK(trace.faults("layers: [{name: a, kind: conv2}]\n") ==
        "t.yaml:1:26: a: kind: 'conv2' is not a kind of layer; did you mean 'conv2d'?");
  CHECK(trace.faults("layers: [{name: a, kind: [gemm]}]\n") ==
        "t.yaml:1:26: a: kind: a list stands where a text is expected");
}

TEST_CASE("a batch of matrix products cannot be asked for") {
  CHECK(gemm_faults(gemm + operands + "    batch: 1\n").empty());
  CHECK(gemm_faults(gemm + operands + "    batch: 2\n") ==
        "t.yaml:7:12: a: batch: 2 is out of range; allowed: 1 to 1");
}

TEST_CASE("a trace holds at least one layer") {
  const LayerTrace trace;
  CHECK(trace.faults("architecture: scnn\n") ==
        "t.yaml:1:1: this is an architecture, not a workload; the order is ARCH WORKLOAD");
  CHECK(trace.faults("name: x\n") == "t.yaml:1:1: missing key 'layers'");
  CHECK(trace.faults("layers: []\n") == "t.yaml:1:9: layers: must be a list of at least one layer");
  CHECK(trace.faults("layers:\n") == "t.yaml:1:1: layers: must be a list of at least one layer");
  CHECK(trace.faults("layers: {a: 1}\n") ==
        "t.yaml:1:9: layers: must be a list of at least one layer");
  CHECK(trace.faults("layers: [3]\n") ==
        "t.yaml:1:10: layer 1: must be a mapping with a name and a kind");
  const std::string empty =
      "t.yaml:1:1: a workload must be a mapping with the keys name and layers";
  CHECK(trace.faults("") == empty);
  CHECK(trace.faults("[1, 2]\n") == empty);
}

TEST_CASE("layer names are unique and the fault says where the first one is") {
  const std::string layer =
      "  - {name: a, kind: gemm, gemm: {m: 1, n: 1, k: 1}, "
      "weights: {density: 1}, activations: {density: 1}}\n";
  CHECK(LayerTrace{}.faults("layers:\n" + layer + layer) ==
        "t.yaml:3:12: 'a': repeated layer name; the first is in line 2");
}

TEST_CASE("a layer name is short printable text") {
  const LayerTrace trace;
  const auto faults = [&](const std::string& name) {
    return trace.faults("layers: [{name: " + name +
                        ", kind: gemm, gemm: {m: 1, n: 1, k: 1}, "
                        "weights: {density: 1}, activations: {density: 1}}]\n");
  };
  CHECK(faults("\"\"") == "t.yaml:1:17: layer 1: name: must not be empty");
  CHECK(faults("\"a\\tb\"") == "t.yaml:1:17: layer 1: name: 'a\\x09b' holds a control character");
  CHECK(faults(std::string(201, 'x')) ==
        "t.yaml:1:17: layer 1: name: 201 bytes long; allowed: 1 to 200");
  CHECK(faults("[a]") == "t.yaml:1:17: layer 1: name: a list stands where a text is expected");
}

TEST_CASE("shifts stay within the width of what they shift") {
  CHECK(gemm_faults(gemm + operands + "    product_shift: 31\n    output_shift: 23\n").empty());
  CHECK(gemm_faults(gemm + operands + "    product_shift: 32\n    output_shift: 24\n") ==
        "t.yaml:7:20: a: product_shift: 32 is out of range; allowed: 0 to 31\n"
        "t.yaml:8:19: a: output_shift: 24 is out of range; allowed: 0 to 23");
}

TEST_CASE("outputs hold one density and precision three formats") {
  CHECK(gemm_faults(gemm + operands + "    outputs: {}\n") ==
        "t.yaml:7:14: a: outputs: missing key 'density'");
  CHECK_THAT(gemm_faults(gemm + operands + "    outputs: {density: [0.1]}\n"),
             Catch::Contains("outputs.density: a list stands where a number is expected"));
  CHECK_THAT(gemm_faults(gemm + operands + "    outputs: {density: 1.5}\n"),
             Catch::Contains("1.5 is out of range; allowed: 0 to 1"));
  CHECK(gemm_faults(gemm + operands + "    precision: {weight: int16, outputs: ''}\n") ==
        "t.yaml:7:17: unknown key 'weight' in precision of a; did you mean 'weights'?\n"
        "t.yaml:7:41: a: precision.outputs: must not be empty");
}

TEST_CASE("the faults of all layers are found, each once") {
  const std::string message = LayerTrace{}.faults(R"(layers:
  - name: a
    kind: conv2d
    input: {channels: 0, height: 8, width: 8}
    filter: {count: 6, height: 30, width: 3, groups: 4}
    weights: {density: 2}
    activations: {density: [0.5, 0.5]}
  - name: b
    kind: gem
    weights: {density: 2}
  - name: c
    kind: gemm
    gemm: {m: 1, n: 1}
    weights: {}
    activations: {density: 1}
)");
  CHECK(message ==
        "t.yaml:4:23: a: input.channels: 0 is out of range; allowed: 1 to 1073741824\n"
        "t.yaml:6:24: a: weights.density: 2 is out of range; allowed: 0 to 1\n"
        "t.yaml:9:11: b: kind: 'gem' is not a kind of layer; did you mean 'gemm'?\n"
        "t.yaml:13:11: c: gemm: missing key 'k'\n"
        "t.yaml:14:14: c: weights: one of the keys density, file is needed");
}

TEST_CASE("a shape of an mma benchmark is one that the type has") {
  const auto faults = [](const std::string& mma) {
    return LayerTrace{}.faults("layers: [{name: a, kind: mma, mma: {" + mma + "}}]\n");
  };
  CHECK(faults("type: fp16, shape: m16n8k32, sparse: true, warps: 8, ilp: 2").empty());
  CHECK_THAT(faults("type: fp16, shape: m16n8k32"),
             Catch::Contains("a: mma.shape: 'm16n8k32' is no shape of mma of fp16; allowed: "
                             "m16n8k8, m16n8k16"));
  CHECK_THAT(faults("type: int8, shape: m16n8k16, sparse: true"),
             Catch::Contains("no shape of mma.sp of int8; allowed: m16n8k32, m16n8k64"));
  CHECK_THAT(faults("type: fp16, shape: [m16n8k16]"), Catch::Contains("a: mma.shape: a list"));
  CHECK_THAT(faults("type: fp15, shape: m16n8k32"), Catch::Contains("a: mma.type: "));
  CHECK_THAT(faults("type: fp16, shape: m16n8k16, warps: 65"), Catch::Contains("a: mma.warps: "));
  CHECK_THAT(faults("type: fp16, shape: m16n8k16, warp: 6"), Catch::Contains("warp"));
}
