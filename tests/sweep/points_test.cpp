// SPDX-License-Identifier: Apache-2.0
#include "sweep/points.hpp"

#include "support/catch.hpp"
#include "support/messages.hpp"
#include "sweep/sample_sweep.hpp"

namespace gossamer::sweep {

namespace {

using test::SampleSweep;

std::string text(const Sweep& sweep, const Point& point) {
  std::string text = sweep.bases[point.base].name + " " + sweep.workloads[point.workload].name;
  for (const auto& [path, value] : settings(sweep, point))
    text += " " + path + "=" + text_of(value);
  return text;
}

std::vector<std::string> texts(const Sweep& sweep) {
  std::vector<std::string> all;
  for (const Point& point : expand(sweep).kept) all.push_back(text(sweep, point));
  return all;
}

}  // namespace

TEST_CASE("a sweep runs every base with every workload") {
  const SampleSweep sample;
  const Sweep sweep = sample.read_whole(
      "base: [a.yaml, b.yaml]\n"
      "workload: [{name: small.yaml, layers: conv1}, small.yaml]\n"
      "parameters: {pe.rows: [1, 2]}\n"
      "only: {b: {pe.multipliers: 8}}\n");
  CHECK(texts(sweep) ==
        std::vector<std::string>{
            "a small:conv1 pe.rows=1", "a small:conv1 pe.rows=2", "a small pe.rows=1",
            "a small pe.rows=2", "b small:conv1 pe.rows=1 pe.multipliers=8",
            "b small:conv1 pe.rows=2 pe.multipliers=8", "b small pe.rows=1 pe.multipliers=8",
            "b small pe.rows=2 pe.multipliers=8"});
  CHECK(columns(sweep) == std::vector<std::string>{"pe.rows", "pe.multipliers"});
  CHECK(layers(sweep, expand(sweep).kept[0]).size() == 1);
  CHECK(layers(sweep, expand(sweep).kept[2]).size() == 2);
}

TEST_CASE("derived values follow the others, and conditions see them and the file's values") {
  const SampleSweep sample;
  const Sweep sweep = sample.read(
      "parameters: {pe.rows: [1, 2, 3]}\n"
      "derived: {pe.cols: 2 * pe.rows, kc: pe.cols + pe.f}\n"
      "conditions: [pe.cols <= pe.f]\n");
  CHECK(texts(sweep) == std::vector<std::string>{"a small pe.rows=1 pe.cols=2 kc=6",
                                                 "a small pe.rows=2 pe.cols=4 kc=8"});
  CHECK(expand(sweep).left_out == 1);
}

TEST_CASE("a derived value that is not whole is left to the parameter to refuse") {
  const SampleSweep sample;
  const Sweep sweep =
      sample.read("parameters: {pe.rows: [3, 4]}\nderived: {pe.cols: pe.rows / 2}\n");
  CHECK(texts(sweep) ==
        std::vector<std::string>{"a small pe.rows=3 pe.cols=1.5", "a small pe.rows=4 pe.cols=2"});
}

TEST_CASE("conditions that hold for no point leave nothing to do") {
  const SampleSweep sample;
  CHECK(gossamer::test::message_of([&] {
          expand(sample.read("parameters: {pe.rows: [1, 2]}\nconditions: [pe.rows > 2]\n"));
        }).find("s.yaml:1:1: no point is left: the conditions hold for none of 2") !=
        std::string::npos);
}

TEST_CASE("an expression that is no number for some values is refused where it stands") {
  const SampleSweep sample;
  const auto refusal = [&sample](const std::string& lines) {
    const Sweep sweep = sample.read("parameters: {pe.rows: [2, 4]}\n" + lines);
    try {
      expand(sweep);
    } catch (const core::ConfigError& error) {
      return std::string{error.what()};
    }
    return std::string{};
  };
  CHECK(refusal("derived: {pe.cols: 8 / (pe.rows - 2)}\n").find("s.yaml:4:20: pe.cols: ") !=
        std::string::npos);
  CHECK(refusal("conditions:\n  - sqrt(2 - pe.rows) >= 0\n")
            .find("s.yaml:5:5: sqrt(2 - pe.rows) >= 0: for some values this is no number") !=
        std::string::npos);
  // What a condition before it leaves out is not asked.
  CHECK(refusal("conditions:\n  - pe.rows <= 2\n  - sqrt(2 - pe.rows) >= 0\n").empty());
}

TEST_CASE("a million points are the most") {
  const SampleSweep sample;
  const std::string lines =
      "parameters:\n"
      "  dram.latency_ns: {from: 1, to: 1000, step: 1}\n"
      "  clock_ghz: {from: 0.1, to: 1, points: 1001}\n";
  CHECK(gossamer::test::message_of([&] {
          expand(sample.read(lines));
        }).find("the sweep has more than 1000000 points; leave out values, or draw samples") !=
        std::string::npos);
}

TEST_CASE("seed and densities of the workload are parameters of the sweep") {
  const SampleSweep sample;
  const Sweep sweep = sample.read(
      "seed: 9\n"
      "parameters: {workload.weight_density: 0.25, workload.activation_density: [0.5, 1], seed: "
      "[3]}"
      "\n");
  const Points points = expand(sweep);
  REQUIRE(points.kept.size() == 2);
  CHECK(options(sweep, points.kept[0]).seed == 3);
  CHECK(overrides(sweep, points.kept[0]).empty());
  const auto changed = layers(sweep, points.kept[1]);
  CHECK(changed[0].weights.density == std::vector<double>{0.25});
  CHECK(changed[1].activations.density == std::vector<double>{1.0});
  CHECK(options(sample.read("seed: 9\n"), {0, 0, {}}).seed == 9);
}

TEST_CASE("seed and densities may be derived, and are refused where they are none") {
  const SampleSweep sample;
  const Sweep sweep = sample.read(
      "parameters: {workload.weight_density: [0.25, 0.75]}\n"
      "derived: {workload.activation_density: 2 * workload.weight_density, seed: 4 * "
      "workload.activation_density}\n");
  const Points points = expand(sweep);
  CHECK(layers(sweep, points.kept[0])[0].activations.density == std::vector<double>{0.5});
  CHECK(options(sweep, points.kept[0]).seed == 2);
  CHECK(gossamer::test::message_of([&] {
          layers(sweep, points.kept[1]);
        }).find("s.yaml:4:40: workload.activation_density: 1.5 is out of range; allowed: 0 to 1") !=
        std::string::npos);
  const Sweep odd = sample.read("parameters: {kc: 3}\nderived: {seed: kc / 2}\n");
  CHECK(gossamer::test::message_of([&] {
          options(odd, expand(odd).kept[0]);
        }).find("s.yaml:4:17: seed: 1.5 is not a whole number of at least 0") != std::string::npos);
}

TEST_CASE("a pattern that cannot hold the density of a point is that point's fault") {
  const SampleSweep sample;
  sample.home.write("sparse.yaml",
                    "name: sparse\nlayers:\n  - name: fc\n    kind: gemm\n"
                    "    gemm: {m: 4, n: 8, k: 16}\n"
                    "    weights: {density: 0.5, pattern: '2:4'}\n    activations: {density: 1}\n");
  const Sweep sweep = sample.read_whole(
      "base: a.yaml\nworkload: sparse.yaml\nparameters: {workload.weight_density: [0.5, 0.6]}\n");
  const Points points = expand(sweep);
  CHECK_NOTHROW(layers(sweep, points.kept[0]));
  CHECK(gossamer::test::message_of([&] { layers(sweep, points.kept[1]); })
            .find("layer 'fc': workload.weight_density of 0.6 is more than pattern 2:4 can hold; "
                  "allowed: 0 to 0.5") != std::string::npos);
}

TEST_CASE("a technology is found beside the sweep file") {
  const SampleSweep sample;
  sample.home.write("mine.yaml", "");
  const Sweep sweep = sample.read("parameters: {technology: [mine.yaml, 45nm.yaml]}\n");
  const Points points = expand(sweep);
  CHECK(overrides(sweep, points.kept[0])[0].value == (sample.home.path() / "mine.yaml").string());
  CHECK(overrides(sweep, points.kept[1])[0].value == "45nm.yaml");
  CHECK(settings(sweep, points.kept[0])[0].second == "mine.yaml");
}

TEST_CASE("two samplings of one size have as many points, and bases see the same values") {
  const SampleSweep sample;
  const std::string sampling = GENERATE("random", "latin_hypercube");
  const Sweep sweep =
      sample.read_whole("base: [a.yaml, b.yaml]\nworkload: small.yaml\nsample: " + sampling +
                        "\nsamples: 20\nparameters: {pe.rows: {from: 1, to: 64}}\n");
  const Points points = expand(sweep);
  REQUIRE(points.kept.size() == 40);
  for (std::size_t i = 0; i < 20; ++i) {
    CHECK(points.kept[i].values == points.kept[20 + i].values);
  }
}

}  // namespace gossamer::sweep
