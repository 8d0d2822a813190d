// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/differences.hpp"

#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::report::comparison;
using Catch::Contains;

namespace {

StoredLayer layer_named(const std::string& name, std::uint64_t macs = 10) {
  StoredLayer layer;
  layer.record.name = name;
  layer.record.kind = "conv2d";
  layer.record.macs = macs;
  return layer;
}

StoredRun run_at(const std::string& source) {
  StoredRun run;
  run.source = source;
  run.workload = "net";
  run.inputs = {"workload abc"};
  run.layers = {layer_named("a"), layer_named("b")};
  return run;
}

/// What differs between the run as it is and after a change, in words.
template <class Change>
std::string difference_after(Change change) {
  const StoredRun first = run_at("first");
  StoredRun other = run_at("other");
  change(other);
  std::string text;
  for (const core::Fault& fault : differences({&first, &other})) {
    text += fault.where.file + ": " + fault.message + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("runs of one workload with one seed and the same layers can be compared") {
  CHECK(difference_after([](StoredRun&) {}).empty());
  CHECK(difference_after([](StoredRun& run) { run.architecture = "other"; }).empty());
}

TEST_CASE("another workload, seed or file is told with both runs") {
  CHECK_THAT(difference_after([](StoredRun& run) { run.workload = "web"; }),
             Contains("other: workload 'web', but first has 'net'"));
  CHECK_THAT(difference_after([](StoredRun& run) { run.seed = 2; }),
             Contains("other: seed 2, but first has seed 1"));
  CHECK_THAT(difference_after([](StoredRun& run) { run.inputs = {"workload def"}; }),
             Contains("other: the files of workload 'net' had other contents than in first"));
}

TEST_CASE("missing, further and resized layers are told by name, skipped ones are not") {
  CHECK_THAT(difference_after([](StoredRun& run) { run.layers.pop_back(); }),
             Contains("other: has not run b, which first has"));
  CHECK_THAT(difference_after([](StoredRun& run) { run.layers.push_back(layer_named("c")); }),
             Contains("other: has run c, which first has not"));
  CHECK_THAT(difference_after([](StoredRun& run) { run.layers[0].record.macs = 11; }),
             Contains("kind or number of MACs of a is not that of first"));
  CHECK(difference_after([](StoredRun& run) {
          run.layers.pop_back();
          run.skipped.push_back({"b", "conv2d", "no hardware", 1});
        }).empty());
}

TEST_CASE("many missing layers are counted") {
  const StoredRun first = run_at("first");
  StoredRun other = run_at("other");
  for (const char* name : {"c", "d", "e", "f", "g"}) other.layers.push_back(layer_named(name));
  CHECK(differences({&first, &other})[0].message ==
        "has run c, d, e and 2 more, which first has not");
}

TEST_CASE("runs with and without values are told apart where time depends on values") {
  CHECK(difference_after([](StoredRun& run) { run.values = false; }).empty());
  CHECK_THAT(difference_after([](StoredRun& run) {
               run.values = false;
               run.layers[0].record.timing = core::Timing::statistical;
             }),
             Contains("other: run with --no-values, first without it"));
}
