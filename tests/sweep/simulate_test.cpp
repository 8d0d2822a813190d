// SPDX-License-Identifier: Apache-2.0
#include "sweep/simulate.hpp"

#include <fstream>

#include "core/utf8.hpp"
#include "support/catch.hpp"
#include "sweep/digest.hpp"
#include "sweep/sample_sweep.hpp"
#include "tensor/npy.hpp"

namespace gossamer::sweep {

namespace {

using test::SampleSweep;

Outcome outcome_of(const Sweep& sweep) {
  Prices prices{GOSSAMER_SOURCE};
  return Simulator{sweep, prices}.simulate(expand(sweep).kept.front());
}

double number(const Outcome& outcome, std::string_view name) {
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (metrics[i].name == name) return outcome.values.at(i).get<double>();
  }
  return -1.0;
}

/// By this process so far, through any file.
std::uint64_t bytes_read() {
  std::ifstream io{"/proc/self/io"};
  std::string name;
  std::uint64_t count = 0;
  io >> name >> count;
  if (name != "rchar:") throw std::runtime_error{"/proc/self/io does not begin with rchar"};
  return count;
}

}  // namespace

TEST_CASE("a point has the sums of its layers, energy, area and the classes of its slots") {
  const SampleSweep sample;
  const Outcome outcome = outcome_of(sample.read("check: true\nparameters: {clock_ghz: 0.5}\n"));
  REQUIRE(outcome.status == Status::done);
  CHECK(number(outcome, "macs") == 36 * 8 * (9 * 4 + 8));
  CHECK(number(outcome, "time_s") == Approx(number(outcome, "cycles") / 0.5e9));
  CHECK(number(outcome, "edp_js") ==
        Approx(number(outcome, "energy_pj") * 1e-12 * number(outcome, "time_s")));
  CHECK(number(outcome, "area_mm2") > 0);
  double slots = 0;
  for (const auto name : core::slot_class_names) {
    slots += number(outcome, "slots_" + std::string{name});
  }
  CHECK(slots == 64 * number(outcome, "cycles"));  // 2 x 2 PEs of 4 x 4 multipliers
  REQUIRE(outcome.layers.size() == 2);
  CHECK(outcome.layers[0].name == "conv1");
  CHECK(outcome.layers[0].values.at(0).get<double>() +
            outcome.layers[1].values.at(0).get<double>() ==
        number(outcome, "cycles"));
}

TEST_CASE("values of a point reach its machine and its workload") {
  const SampleSweep sample;
  const Outcome all = outcome_of(sample.read(
      "parameters: {workload.weight_density: 1, workload.activation_density: 1, pe.rows: 1}\n"));
  const Outcome none = outcome_of(sample.read("parameters: {workload.weight_density: 0}\n"));
  CHECK(number(all, "effectual_macs") > number(none, "effectual_macs"));
  CHECK(number(none, "effectual_macs") == 0);
  CHECK(number(all, "area_mm2") < number(none, "area_mm2"));
}

TEST_CASE(
    "Accelergy's tables price the points of a base that names them, and are in their digest") {
  const SampleSweep sample;
  const std::string technology =
      (std::filesystem::path{GOSSAMER_SOURCE} / "configs" / "technology" / "16nm.yaml").string();
  const auto outcome_at = [&](const std::string& table, std::string& digest) {
    sample.home.write("art.yaml", table);
    sample.home.write("c.yaml", "architecture: dcnn\ntechnology: " + technology +
                                    "\npe: {rows: 2, cols: 2}\nart: art.yaml\n");
    const Sweep sweep = sample.read_whole("base: c.yaml\nworkload: small.yaml\n");
    Prices prices{GOSSAMER_SOURCE};
    digest = Identities{sweep, prices, "1"}.of(expand(sweep).kept.front()).digest;
    return number(outcome_of(sweep), "area_mm2");
  };
  const auto table = [](const char* area) {
    return std::string{"ART:\n  version: \"0.4\"\n  tables:\n    - {name: dcnn.dram, area: "} +
           area + "}\n";
  };
  std::string first, second;
  const double none = outcome_at(table("0"), first);
  const double more = outcome_at(table("5000000"), second);
  CHECK(more == Approx(none + 5));
  CHECK(first != second);
}

TEST_CASE("the same point has the same result after others in one process") {
  const SampleSweep sample;
  const Sweep sweep = sample.read("parameters: {accumulator.banks: [8, 32], kc: [2, 8]}\n");
  const Points points = expand(sweep);
  Prices prices{GOSSAMER_SOURCE};
  const Outcome alone = Simulator{sweep, prices}.simulate(points.kept[3]);
  Simulator simulator{sweep, prices};
  for (const Point& point : points.kept) {
    const Outcome again = simulator.simulate(point);
    CHECK(again.status == Status::done);
    if (&point == &points.kept[3]) CHECK(again.values == alone.values);
  }
}

TEST_CASE("points that differ in their machines alone read the operand files once") {
  const SampleSweep sample;
  const auto file = [&sample](const char* name) { return (sample.home.path() / name).string(); };
  tensor::write_npy(file("w.npy"), tensor::Tensor<std::int16_t>({64, 64, 3, 3}, 1));
  tensor::write_npy(file("a.npy"), tensor::Tensor<std::int16_t>({64, 8, 8}, 1));
  sample.home.write("files.yaml",
                    "name: files\nlayers:\n  - name: c\n    kind: conv2d\n"
                    "    input: {channels: 64, height: 8, width: 8}\n"
                    "    filter: {count: 64, height: 3, width: 3, pad: 1}\n"
                    "    weights: {file: w.npy}\n    activations: {file: a.npy}\n"
                    "    outputs: {density: 0.5}\n");
  const Sweep sweep = sample.read_whole(
      "base: a.yaml\nworkload: files.yaml\nvalues: false\n"
      "parameters: {accumulator.banks: [16, 32]}\n");
  const Points points = expand(sweep);
  const std::uint64_t weights = std::filesystem::file_size(file("w.npy"));
  Prices prices{GOSSAMER_SOURCE};
  const Outcome alone = Simulator{sweep, prices}.simulate(points.kept[1]);
  REQUIRE(alone.status == Status::done);
  Simulator simulator{sweep, prices};
  const std::uint64_t before = bytes_read();
  simulator.simulate(points.kept[0]);
  const std::uint64_t first = bytes_read() - before;
  CHECK(first >= 2 * weights);  // checks, and loads
  const Outcome second = simulator.simulate(points.kept[1]);
  CHECK(bytes_read() - before - first < weights);
  CHECK(second.values == alone.values);
}

TEST_CASE("a machine that cannot run the workload makes a failed point") {
  const SampleSweep sample;
  sample.home.write("mma.yaml",
                    "name: mma\nlayers:\n  - name: m\n    kind: mma\n"
                    "    mma: {type: fp16, shape: m16n8k16, warps: 4, ilp: 1, iterations: 10}\n");
  const Outcome outcome = outcome_of(sample.read_whole("base: a.yaml\nworkload: mma.yaml\n"));
  CHECK(outcome.status == Status::failed);
  CHECK(outcome.error.find("mma.yaml:3:11: layer 'm' (mma): the machine has no hardware for this "
                           "kind of layer") == 0);
  CHECK(outcome.values.empty());
}

TEST_CASE("a layer that needs more memory than the limit is refused before it is made") {
  const SampleSweep sample;
  const Outcome outcome = outcome_of(sample.read("limits: {memory_per_point: 1KiB}\n"));
  CHECK(outcome.status == Status::memory);
  CHECK(outcome.error.find("layer 'conv1' needs about ") == 0);
  CHECK(outcome.error.find("limits.memory_per_point is 1.0 KiB") != std::string::npos);
}

TEST_CASE("a long error is cut between two characters") {
  std::string text = GENERATE("", "x");
  for (int i = 0; i < 1500; ++i) text += "\xC3\xA9";
  const std::string error = failure(Status::failed, text).error;
  CHECK(error == text.substr(0, error.size()));
  CHECK(error.size() == 2000 - text.size() % 2);
  CHECK(core::first_malformed_utf8(error) == error.size());
}

TEST_CASE("an outcome goes through a pipe with all it has") {
  const SampleSweep sample;
  const Outcome outcome = outcome_of(sample.read(""));
  const Outcome back = outcome_from(to_bytes(outcome));
  CHECK(back.values == outcome.values);
  CHECK(back.layers.at(1).values == outcome.layers.at(1).values);
  CHECK(back.seconds == outcome.seconds);
  CHECK_THROWS_AS(outcome_from({1, 2, 3}), core::FileError);
}

}  // namespace gossamer::sweep
