// SPDX-License-Identifier: Apache-2.0
#include "sweep/reader.hpp"

#include "support/catch.hpp"
#include "support/messages.hpp"
#include "sweep/sample_sweep.hpp"

namespace gossamer::sweep {

namespace {

using test::SampleSweep;

/// The faults of a file, without the folder it is in.
std::string faults_of(const SampleSweep& sample, const std::string& text) {
  std::string message;
  try {
    sample.read_whole(text);
  } catch (const core::ConfigError& error) {
    message = error.what();
  } catch (const core::FileError& error) {
    message = std::string{"FileError "} + error.what();
  }
  const std::string folder = sample.home.path().string() + "/";
  for (auto at = message.find(folder); at != std::string::npos; at = message.find(folder)) {
    message.erase(at, folder.size());
  }
  return message;
}

std::string faults_below(const std::string& lines) {
  const SampleSweep sample;
  return faults_of(sample, "base: a.yaml\nworkload: small.yaml\n" + lines);
}

}  // namespace

TEST_CASE("a sweep file says what to run and how") {
  const SampleSweep sample;
  const Sweep sweep = sample.read(
      "name: mine\nseed: 5\nvalues: true\ncheck: true\nsample: latin_hypercube\nsamples: 12\n"
      "sample_seed: 8\nlimits: {seconds_per_point: 1.5, memory_per_point: 2GiB}\n"
      "parameters: {pe.rows: {from: 1, to: 4}}\n");
  CHECK(sweep.name == "mine");
  CHECK(sweep.seed == 5);
  CHECK(sweep.check);
  CHECK(sweep.sampling == Sampling::latin_hypercube);
  CHECK(sweep.samples == 12);
  CHECK(sweep.sample_seed == 8);
  CHECK(sweep.limits.seconds == 1.5);
  CHECK(sweep.limits.memory == std::uint64_t{2} << 30);
  REQUIRE(sweep.bases.size() == 1);
  CHECK(sweep.bases[0].name == "a");
  CHECK(sweep.workloads[0].layers.size() == 2);
}

TEST_CASE("a sweep file has a name and defaults of its own") {
  const SampleSweep sample;
  const Sweep sweep = sample.read("");
  CHECK(sweep.name == "s");
  CHECK(sweep.values);
  CHECK_FALSE(sweep.check);
  CHECK(sweep.limits.seconds == 0.0);
}

TEST_CASE("all faults of a sweep file are found at once") {
  CHECK(
      faults_below("sample: gird\n"
                   "parameters:\n"
                   "  pe.row: [1, 2]\n"
                   "  pe: [1]\n"
                   "  accumulator.banks: [16, 0, x]\n"
                   "  mapping: [planar, plane]\n"
                   "derived: {pe.cols: pe.rosw}\n"
                   "conditions: [kc >, kc = 1]\n"
                   "limit: {}\n") ==
      "s.yaml:3:9: sample: 'gird' is not known; did you mean 'grid'? allowed: grid, random, "
      "latin_hypercube\n"
      "s.yaml:5:3: 'a' has no parameter 'pe.row'; did you mean 'pe.rows'?\n"
      "s.yaml:6:3: 'pe' is a group of 'a'; sweep one of its parameters, such as 'pe.cols'\n"
      "s.yaml:7:27: accumulator.banks: 0 is out of range; allowed: 1 to 4096\n"
      "s.yaml:7:30: accumulator.banks: 'x' is not a whole number; allowed: 1 to 4096\n"
      "s.yaml:8:21: mapping: 'plane' is not known; did you mean 'planar'? allowed: planar, channel"
      ", auto\n"
      "s.yaml:9:20: there is no parameter 'pe.rosw'; did you mean 'pe.rows'?\n"
      "s.yaml:10:14: the formula '': a number, an attribute or '(' is expected at its end\n"
      "s.yaml:10:20: the condition 'kc = 1' compares nothing; allowed: one of <, <=, ==, !=, >=, > "
      "between two expressions\n"
      "s.yaml:11:1: unknown key 'limit'; did you mean 'limits'?");
}

TEST_CASE("each value is checked against the range of its parameter") {
  CHECK(
      faults_below("parameters: {accumulator.banks: [16, 0], kc: {from: 1, to: 1e6, factor: 1000}}"
                   "\n")
          .find("s.yaml:3:38: accumulator.banks: 0 is out of range; allowed: 1 to 4096\n"
                "s.yaml:3:46: kc: 1000000 is out of range; allowed: ") == 0);
  CHECK(faults_below("parameters: {seed: [x, -1], pe.rows: -4}\n") ==
        "s.yaml:3:21: seed: 'x' is not a whole number; allowed: 0 to 9223372036854775807\n"
        "s.yaml:3:24: seed: -1 is out of range; allowed: 0 to 9223372036854775807\n"
        "s.yaml:3:38: pe.rows: -4 is out of range; allowed: 1 to 64");
  CHECK(faults_below("sample: random\nsamples: 4\nparameters: {pe.rows: {from: 0, to: 100}}\n") ==
        "s.yaml:5:23: pe.rows: 0 is out of range; allowed: 1 to 64\n"
        "s.yaml:5:23: pe.rows: 100 is out of range; allowed: 1 to 64");
  CHECK(faults_below("parameters: {workload.weight_density: [0.5, 1.5]}\n") ==
        "s.yaml:3:45: workload.weight_density: 1.5 is out of range; allowed: 0 to 1");
}

TEST_CASE("what a sweep cannot do without is asked for") {
  const SampleSweep sample;
  CHECK(faults_of(sample, "{}") ==
        "s.yaml:1:1: missing key 'base'; it names architectures, files or shipped\n"
        "s.yaml:1:1: missing key 'workload'; it names networks, files or shipped");
  CHECK(faults_of(sample, "[]") ==
        "s.yaml:1:1: a sweep must be a mapping with the keys base, workload and parameters");
  CHECK(faults_below("sample: random\n") ==
        "s.yaml:3:9: samples: missing; how many points to draw");
  CHECK(faults_below("samples: 5\n") ==
        "s.yaml:3:1: samples: a grid draws nothing; add 'sample: random' or 'sample: "
        "latin_hypercube'");
  CHECK(faults_below("values: false\ncheck: true\n") ==
        "s.yaml:4:8: check: needs values to compare; leave out 'check: true' or 'values: false'");
}

TEST_CASE("files that cannot be read are told with the place that names them") {
  const SampleSweep sample;
  CHECK(faults_of(sample, "base: none.yaml\nworkload: small.yaml\n") ==
        "FileError s.yaml:1:7: none.yaml: no such file");
  CHECK(faults_of(sample, "base: a.yaml\nworkload: {name: small.yaml, layers: conv3}\n") ==
        "s.yaml:2:38: conv3 matches no layer");
  sample.home.write("bad.yaml",
                    "architecture: scnn\ntechnology: configs/technology/16nm.yaml\nkcc: 1\n");
  CHECK(faults_of(sample, "base: bad.yaml\nworkload: small.yaml\n")
            .find("bad.yaml:3:1: unknown "
                  "key 'kcc'") == 0);
}

TEST_CASE("one thing stands in one place") {
  CHECK(faults_below("parameters: {kc: 8}\nderived: {kc: pe.rows}\n") ==
        "s.yaml:4:11: 'kc': is swept and derived; allowed: one of both");
  CHECK(faults_below("parameters: {kc: 8}\nonly: {a: {kc: 4}, c: {kc: 4}}\n") ==
        "s.yaml:4:12: 'kc': stands in 'parameters' already\n"
        "s.yaml:4:20: unknown key 'c' in only; allowed: a");
  CHECK(faults_below("derived: {kc: 2 * kc}\n") == "s.yaml:3:15: kc: depends on itself");
  CHECK(faults_below("derived: {kc: pe.f, pe.f: pe.rows}\n") ==
        "s.yaml:3:15: kc: depends on 'pe.f', which is derived after it; change the order");
  const SampleSweep sample;
  CHECK(faults_of(sample, "base: [a.yaml, a.yaml]\nworkload: [small.yaml, small.yaml]\n") ==
        "s.yaml:1:16: base: 'a' is listed twice\ns.yaml:2:24: workload: 'small' is listed twice");
}

TEST_CASE("names that are nearly right are found") {
  CHECK(faults_below("parameters: {queue_depth: [1]}\n") ==
        "s.yaml:3:14: 'a' has no parameter 'queue_depth'; did you mean 'accumulator.queue_depth'?");
  CHECK(faults_below("parameters: {clock_ghz: {from: 0.5, to: 2GHz, points: 3}}\n") ==
        "s.yaml:3:41: clock_ghz.to: '2GHz' is not a decimal number");
  CHECK(faults_below("conditions: kc > 3 and pe.rows > 2\n") ==
        "s.yaml:3:13: the condition 'kc > 3 and pe.rows > 2' is more than one; each is an entry of "
        "the list, and all must hold");
  const SampleSweep sample;
  CHECK(
      faults_of(sample, "architecture: scnn\n") ==
      "s.yaml:1:1: this is an architecture, not a sweep, which begins with 'base' and 'workload'");
}

TEST_CASE("expressions are of numbers that have a value") {
  CHECK(faults_below("conditions: [mapping == 1]\n") == "s.yaml:3:14: 'mapping' is not a number");
  CHECK(faults_below("conditions: [workload.weight_density < 1]\n") ==
        "s.yaml:3:14: 'workload.weight_density' is not swept, so it has no value here");
  CHECK(faults_below("derived: {mapping: 1}\n") == "s.yaml:3:20: 'mapping' is not a number");
}

TEST_CASE("an expression concerns the bases that have its parameters") {
  const SampleSweep sample;
  const Sweep sweep = sample.read_whole(
      "base: [a.yaml, b.yaml]\nworkload: small.yaml\nparameters: {pe.rows: [1, 2]}\n"
      "conditions: [accumulator.banks > 1, pe.rows > 0]\nderived: {pe.f: pe.rows}\n");
  CHECK(sweep.bases[0].conditions.size() == 2);
  CHECK(sweep.bases[1].conditions.size() == 1);
  CHECK(sweep.bases[0].derived.size() == 1);
  CHECK(sweep.bases[1].derived.empty());
}

}  // namespace gossamer::sweep
