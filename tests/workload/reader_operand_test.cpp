// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/layer_trace.hpp"
#include "tensor/npy.hpp"

using namespace gossamer;
using test::LayerTrace;

namespace {

/// A gemm with m = 2, n = 3, k = 4 and the given operands.
std::string gemm(const std::string& weights, const std::string& activations) {
  return "layers:\n  - name: a\n    kind: gemm\n    gemm: {m: 2, n: 3, k: 4}\n    weights: {" +
         weights + "}\n    activations: {" + activations + "}\n";
}

/// A convolution of 4 x 5 x 6 activations in two groups, with the given operands.
std::string conv(const std::string& weights, const std::string& activations,
                 const std::string& more = "") {
  return "layers:\n  - name: a\n    kind: conv2d\n    input: {channels: 4, height: 5, width: 6}\n"
         "    filter: {count: 2, height: 3, width: 1, groups: 2}\n    weights: {" +
         weights + "}\n    activations: {" + activations + "}\n" + more;
}

void write(const LayerTrace& trace, const std::string& name, const tensor::Shape& shape) {
  tensor::write_npy((trace.folder().path() / name).string(), tensor::Tensor<std::int16_t>{shape});
}

}  // namespace

TEST_CASE("a density is a number from 0 to 1") {
  const LayerTrace trace;
  CHECK(trace.faults(gemm("density: 0", "density: 1.0")).empty());
  CHECK(trace.faults(gemm("density: 1.01", "density: -0.1")) ==
        "t.yaml:5:24: a: weights.density: 1.01 is out of range; allowed: 0 to 1\n"
        "t.yaml:6:28: a: activations.density: -0.1 is out of range; allowed: 0 to 1");
  CHECK_THAT(trace.faults(gemm("density: .nan", "density: 37%")),
             Catch::Contains("'.nan' is not a finite") && Catch::Contains("'37%' is not a finite"));
}

TEST_CASE("a list of densities has one for each group") {
  const LayerTrace trace;
  CHECK(trace.faults(conv("density: [0.1, 0.2]", "density: [0.3, 0.4]")).empty());
  CHECK(trace.faults(conv("density: [0.1]", "density: [0.3, 0.4, 0.5]")) ==
        "t.yaml:6:24: a: weights.density: a list of 1; allowed: one number, or one for each of "
        "the 2 groups\n"
        "t.yaml:7:28: a: activations.density: a list of 3; allowed: one number, or one for each "
        "of the 2 groups");
  CHECK_FALSE(trace.faults(gemm("density: []", "density: 1")).empty());
  CHECK(trace.faults(conv("density: [0.1, 2]", "density: 1")) ==
        "t.yaml:6:30: a: weights.density: 2 is out of range; allowed: 0 to 1");
}

TEST_CASE("an N:M pattern holds no more than N of M") {
  const std::string pattern = GENERATE("'2:4'", "'1:2'", "'4:8-pairs'");
  const LayerTrace trace;
  CHECK(trace.faults(gemm("density: 0.5, pattern: " + pattern, "density: 1")).empty());
  CHECK_THAT(trace.faults(gemm("density: 0.51, pattern: " + pattern, "density: 1")),
             Catch::Contains("a: weights.density: 0.51 is more than pattern") &&
                 Catch::EndsWith("can hold; allowed: 0 to 0.5"));
}

TEST_CASE("patterns are known by name and only vectors have a length") {
  const LayerTrace trace;
  CHECK(trace.faults(gemm("density: 0.5, pattern: vektor", "density: 1")) ==
        "t.yaml:5:38: a: weights.pattern: 'vektor' is not known; did you mean 'vector'? "
        "allowed: unstructured, 2:4, 1:2, 4:8-pairs, vector, kernel, filter");
  CHECK(trace.faults(gemm("density: 0.5, pattern: vector", "density: 1")) ==
        "t.yaml:5:14: a: weights: missing key 'length'");
  CHECK(trace.faults(gemm("density: 0.5, length: 4", "density: 1")) ==
        "t.yaml:5:29: a: weights.length: only goes with `pattern: vector`");
  CHECK_THAT(trace.faults(gemm("density: 0.5, pattern: vector, length: 0", "density: 1")),
             Catch::Contains("a: weights.length: 0 is out of range"));
  CHECK_THAT(trace.faults(gemm("density: 0.5", "density: 1, pattern: kernel")),
             Catch::Contains("allowed: unstructured, 2:4, 1:2, 4:8-pairs, vector"));
}

TEST_CASE("an operand comes from exactly one source") {
  const LayerTrace trace;
  write(trace, "w.npy", {4, 3});
  CHECK(trace.faults(gemm("density: 0.5, file: w.npy", "density: 1")) ==
        "t.yaml:5:29: a: weights.file: given beside 'density'; one excludes the other");
  CHECK(trace.faults(gemm("files: [w.npy, w.npy]", "density: 1")) ==
        "t.yaml:5:15: a: weights.files: weights come from one file; use `file: NAME.npy`");
  CHECK(trace.faults(gemm("file: [w.npy]", "density: 1")) ==
        "t.yaml:5:21: a: weights.file: must be one file name, not a list");
  CHECK(trace.faults(gemm("file: w.npy, pattern: '2:4'", "density: 1")) ==
        "t.yaml:5:28: a: weights.pattern: only goes with a density, not with a file");
  CHECK(trace.faults(gemm("density: 1", "")) ==
        "t.yaml:6:18: a: activations: one of the keys density, file, files is needed");
  CHECK(trace.faults(gemm("density: 1", "files: []")) ==
        "t.yaml:6:26: a: activations.files: must be a list of at least one file, [a.npy, ...]");
  CHECK(trace.faults(gemm("density: 1", "file: ''")) ==
        "t.yaml:6:25: a: activations.file: the name of a file must not be empty");
}

TEST_CASE("files are found beside the trace and each is one invocation") {
  const LayerTrace trace;
  write(trace, "w.npy", {4, 3});
  write(trace, "x0.npy", {2, 4});
  write(trace, "x1.npy", {2, 4});
  const auto layer = trace.read(gemm("file: w.npy", "files: [x0.npy, x1.npy]")).layers.at(0);
  CHECK(layer.invocations() == 2);
  CHECK_FALSE(layer.weights.generated());
  CHECK(layer.weights.files.at(0) == (trace.folder().path() / "w.npy").string());
  CHECK(layer.activations.files.at(1) == (trace.folder().path() / "x1.npy").string());
  CHECK(layer.activations.where.line == 6);

  const std::string absolute = (trace.folder().path() / "w.npy").string();
  CHECK(trace.read(gemm("file: " + absolute, "density: 1")).layers.at(0).weights.files.at(0) ==
        absolute);
}

TEST_CASE("the shape of a file is that of the layer, with the batch first if above one") {
  const LayerTrace trace;
  write(trace, "w.npy", {2, 2, 3, 1});
  write(trace, "x.npy", {4, 5, 6});
  write(trace, "x2.npy", {2, 4, 5, 6});
  CHECK(trace.faults(conv("file: w.npy", "file: x.npy")).empty());
  CHECK(trace.faults(conv("file: w.npy", "file: x2.npy", "    batch: 2\n")).empty());
  CHECK(trace.faults(conv("file: x.npy", "files: [x.npy, x2.npy]")) ==
        "t.yaml:6:21: a: weights.file: x.npy has shape [4, 5, 6]; the layer needs [2, 2, 3, 1]\n"
        "t.yaml:7:34: a: activations.files: x2.npy has shape [2, 4, 5, 6]; the layer needs "
        "[4, 5, 6]");
  CHECK_THAT(trace.faults(conv("file: w.npy", "file: x.npy", "    batch: 2\n")),
             Catch::EndsWith("the layer needs [2, 4, 5, 6]"));
}

TEST_CASE("a file that is no .npy is a fault where it is named") {
  const LayerTrace trace;
  trace.folder().write("w.npy", "not an array");
  CHECK_THAT(trace.faults(gemm("file: w.npy", "density: 1")),
             Catch::StartsWith("t.yaml:5:21: a: weights.file: w.npy: "));
  write(trace, "x.npy", {2, 4});
  std::filesystem::resize_file(trace.folder().path() / "x.npy", 130);
  CHECK_THAT(trace.faults(gemm("density: 1", "file: x.npy")),
             Catch::StartsWith("t.yaml:6:25: a: activations.file: x.npy: "));
}

TEST_CASE("files that cannot be opened are a fault of the files, unless the trace has its own") {
  const LayerTrace trace;
  const auto read = [&](const std::string& text) { trace.read(text); };
  CHECK_THROWS_AS(read(gemm("file: none.npy", "file: none.npy")), core::FileError);
  CHECK_THROWS_WITH(read(gemm("file: none.npy", "density: 1")),
                    Catch::Contains("t.yaml:5:21: a: weights.file: ") &&
                        Catch::Contains("none.npy") &&
                        Catch::Contains("No such file or directory"));
  const std::string both = trace.faults(gemm("file: none.npy", "density: 2"));
  CHECK_THAT(both, Catch::Contains("none.npy") && Catch::Contains("2 is out of range"));
}

TEST_CASE("the files of a layer without a valid shape are not compared with it") {
  const LayerTrace trace;
  write(trace, "w.npy", {1});
  CHECK(trace.faults("layers:\n  - {name: a, kind: gemm, gemm: {m: 0, n: 1, k: 1}, "
                     "weights: {file: w.npy}, activations: {file: none.npy}}\n") ==
        "t.yaml:2:37: a: gemm.m: 0 is out of range; allowed: 1 to 1073741824");
}

TEST_CASE("a trace that cannot be opened is a fault of the file") {
  CHECK_THROWS_AS(workload::read_network("no-such-folder/t.yaml"), core::FileError);
}
