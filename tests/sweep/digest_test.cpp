// SPDX-License-Identifier: Apache-2.0
#include "sweep/digest.hpp"

#include <cstdio>
#include <set>

#include "core/text_file.hpp"
#include "support/catch.hpp"
#include "sweep/layer_json.hpp"
#include "sweep/sample_sweep.hpp"

namespace gossamer::sweep {

namespace {

using test::SampleSweep;

/// The digest of the first point.
std::string digest_of(const Sweep& sweep, const std::string& version = "1") {
  Prices prices{GOSSAMER_SOURCE};
  return Identities{sweep, prices, version}.of(expand(sweep).kept.front()).digest;
}

std::string digest_of_lines(const std::string& lines) {
  const SampleSweep sample;
  return digest_of(sample.read(lines));
}

/// The digest where a file of the sample has another text.
std::string digest_with(const std::string& file, const std::string& from, const std::string& to) {
  const SampleSweep sample;
  std::string text = core::read_text_file((sample.home.path() / file).string(), 1 << 20);
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  sample.home.write(file, text.replace(at, from.size(), to));
  return digest_of(sample.read(""));
}

workload::Layer sample_layer() {
  workload::Layer layer;
  layer.name = "l";
  layer.kind = "conv2d";
  layer.shape = workload::Conv2d{};
  layer.weights.density = {0.5};
  layer.activations.density = {0.5};
  return layer;
}

std::string json_of(const workload::Layer& layer) {
  return layer_json(layer, [](const std::string& file) { return "digest of " + file; }).dump();
}

}  // namespace

TEST_CASE("a digest changes with everything that decides a result") {
  std::set<std::string> digests{digest_of_lines("")};
  const auto is_new = [&digests](const std::string& digest) {
    return digests.insert(digest).second;
  };
  CHECK(is_new(digest_of_lines("parameters: {pe.rows: 4}\n")));
  CHECK(is_new(digest_of_lines("parameters: {clock_ghz: 0.5}\n")));
  CHECK(is_new(digest_of_lines("parameters: {technology: configs/technology/45nm.yaml}\n")));
  CHECK(is_new(digest_of_lines("parameters: {workload.weight_density: 0.5}\n")));
  CHECK(is_new(digest_of_lines("parameters: {workload.activation_density: 0.5}\n")));
  CHECK(is_new(digest_of_lines("seed: 2\n")));
  CHECK(is_new(digest_of_lines("values: false\n")));
  CHECK(is_new(digest_of_lines("check: true\n")));
  CHECK(is_new(digest_with("a.yaml", "oaram_kib: 8", "oaram_kib: 9")));
  CHECK(is_new(digest_with("small.yaml", "count: 8, height: 3", "count: 9, height: 3")));
  CHECK(is_new(digest_with("small.yaml", "density: 0.4", "density: 0.3")));
  CHECK(is_new(digest_with("small.yaml", "name: conv2", "name: conv9")));
  const SampleSweep sample;
  CHECK(is_new(digest_of(sample.read(""), "2")));
  CHECK(is_new(digest_of(sample.read_whole("base: b.yaml\nworkload: small.yaml\n"))));
  CHECK(is_new(
      digest_of(sample.read_whole("base: a.yaml\nworkload: {name: small.yaml, layers: conv1}\n"))));
}

TEST_CASE("a digest changes with nothing else") {
  const std::string digest = digest_of_lines("");
  CHECK(digest_of_lines("name: other\n") == digest);
  CHECK(digest_of_lines("limits: {seconds_per_point: 5, memory_per_point: 1GiB}\n") == digest);
  CHECK(digest_of_lines("parameters: {pe.rows: 2}\n") == digest);  // what the file says as well
  CHECK(digest_of_lines("parameters: {seed: 1}\n") == digest);
  CHECK(digest_of_lines("sample: random\nsamples: 3\n") == digest);
  CHECK(digest_with("a.yaml", "oaram_kib: 8", "# a comment\noaram_kib: 8") == digest);
  CHECK(digest_with("small.yaml", "name: small", "\n# a comment\nname: other") == digest);
  const SampleSweep sample;
  std::rename((sample.home.path() / "a.yaml").c_str(), (sample.home.path() / "x.yaml").c_str());
  CHECK(digest_of(sample.read_whole("base: x.yaml\nworkload: small.yaml\n")) == digest);
}

TEST_CASE("the text of a layer changes with each of its fields") {
  std::set<std::string> texts{json_of(sample_layer())};
  const auto is_new = [&texts](const std::function<void(workload::Layer&)>& change) {
    workload::Layer layer = sample_layer();
    change(layer);
    return texts.insert(json_of(layer)).second;
  };
  using workload::Conv2d;
  using workload::Layer;
  for (const auto field :
       {&Conv2d::batch, &Conv2d::channels, &Conv2d::height, &Conv2d::width, &Conv2d::filters,
        &Conv2d::filter_height, &Conv2d::filter_width, &Conv2d::stride_y, &Conv2d::stride_x,
        &Conv2d::dilation_y, &Conv2d::dilation_x, &Conv2d::pad_top, &Conv2d::pad_bottom,
        &Conv2d::pad_left, &Conv2d::pad_right, &Conv2d::groups}) {
    CHECK(is_new([field](Layer& layer) { std::get<Conv2d>(layer.shape).*field = 7; }));
  }
  CHECK(is_new([](Layer& layer) { layer.shape = workload::Gemm{2, 3, 4}; }));
  CHECK(is_new([](Layer& layer) { layer.kind = "gemm"; }));
  CHECK(is_new([](Layer& layer) { layer.weights.density = {0.5, 0.5}; }));
  CHECK(is_new([](Layer& layer) { layer.activations.density = {0.25}; }));
  CHECK(is_new([](Layer& layer) { layer.weights.pattern.kind = tensor::PatternKind::vector; }));
  CHECK(is_new([](Layer& layer) { layer.weights.pattern.vector_length = 5; }));
  CHECK(is_new([](Layer& layer) { layer.weights.files = {"w.npy"}; }));
  CHECK(is_new([](Layer& layer) { layer.activations.files = {"w.npy"}; }));
  CHECK(is_new([](Layer& layer) { layer.output_density = 0.5; }));
  CHECK(is_new([](Layer& layer) { layer.relu = true; }));
  CHECK(is_new([](Layer& layer) { layer.product_shift = 1; }));
  CHECK(is_new([](Layer& layer) { layer.output_shift = 9; }));
  CHECK(is_new([](Layer& layer) { layer.precision.weights = "int8"; }));
  CHECK(is_new([](Layer& layer) { layer.precision.activations = "int8"; }));
  CHECK(is_new([](Layer& layer) { layer.precision.outputs = "int8"; }));
  CHECK(is_new([](Layer& layer) { layer.first = true; }));
  CHECK(is_new([](Layer& layer) { layer.last = true; }));
  workload::MmaBenchmark mma;
  CHECK(is_new([&mma](Layer& layer) { layer.mma = mma; }));
  mma.warps = 2;
  CHECK(is_new([&mma](Layer& layer) { layer.mma = mma; }));
  CHECK_FALSE(is_new([](Layer& layer) { layer.where.line = 8; }));
  CHECK_FALSE(is_new([](Layer& layer) { layer.weights.where.line = 8; }));
}

TEST_CASE("values that make no machine are refused without a simulation, each under its digest") {
  const SampleSweep sample;
  const Sweep sweep =
      sample.read("parameters: {pe.rows: [3, 5]}\nderived: {pe.cols: pe.rows / 2}\n");
  Prices prices{GOSSAMER_SOURCE};
  Identities identities{sweep, prices, "1"};
  const Points points = expand(sweep);
  const Identity first = identities.of(points.kept[0]);
  const Identity second = identities.of(points.kept[1]);
  REQUIRE(first.refusal);
  CHECK(first.refusal->status == Status::failed);
  CHECK(first.refusal->error ==
        "s.yaml:4:20: pe.cols: '1.5' is not a whole number; allowed: 1 to 64");
  CHECK(first.digest != second.digest);
}

}  // namespace gossamer::sweep
