// SPDX-License-Identifier: Apache-2.0
#include "sweep/simulate.hpp"

#include "core/utf8.hpp"
#include "support/catch.hpp"
#include "sweep/sample_sweep.hpp"

namespace gossamer::sweep {

namespace {

using test::SampleSweep;

Outcome outcome_of(const Sweep& sweep) {
  Prices prices{GOSSAMER_SOURCE};
  return simulate(sweep, expand(sweep).kept.front(), prices);
}

double number(const Outcome& outcome, std::string_view name) {
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (metrics[i].name == name) return outcome.values.at(i).get<double>();
  }
  return -1.0;
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

TEST_CASE("the same point has the same result after others in one process") {
  const SampleSweep sample;
  const Sweep sweep = sample.read("parameters: {accumulator.banks: [8, 32], kc: [2, 8]}\n");
  const Points points = expand(sweep);
  Prices prices{GOSSAMER_SOURCE};
  const Outcome alone = simulate(sweep, points.kept[3], prices);
  for (const Point& point : points.kept) {
    const Outcome again = simulate(sweep, point, prices);
    CHECK(again.status == Status::done);
    if (&point == &points.kept[3]) CHECK(again.values == alone.values);
  }
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
