// SPDX-License-Identifier: Apache-2.0
#include "report/bottleneck.hpp"

#include <algorithm>

#include "report/bottleneck_text.hpp"
#include "report/sample_run.hpp"
#include "support/catch.hpp"

namespace gossamer::report {
namespace {

using Catch::Matchers::Contains;

core::ActivityCounts busy_for(std::uint64_t busy) {
  core::ActivityCounts counts;
  counts.add(core::Activity::busy, core::Cycles{busy});
  counts.add(core::Activity::wait_input, core::Cycles{100 - busy});
  return counts;
}

/// A layer of 100 cycles on 8 multipliers at 1.25 GHz; the DRAM brings up to 5,120 bytes meanwhile.
struct OneLayer {
  RunReport run = test::sample_run();
  LayerReport& layer = run.layers[0];

  OneLayer(std::uint64_t useful, std::uint64_t wasted, std::uint64_t waiting) {
    run.layers.resize(1);
    layer.record.slots = {
        {"effectual", useful}, {"zero_placeholder", wasted}, {"barrier", waiting}};
    layer.record.effectual_macs = useful;
    layer.record.dram_read_bytes = 0;
    layer.record.dram_write_bytes = 0;
    layer.record.activity = {{"pe0", busy_for(50)}};
  }
  Bottleneck found() const { return bottleneck(layer, run); }
};

}  // namespace

TEST_CASE("a layer that waits names what is most in use: DRAM by its bytes") {
  OneLayer one{400, 0, 400};
  one.layer.record.dram_read_bytes = 4096;
  one.layer.record.dram_write_bytes = 512;
  one.layer.record.activity.emplace_back("dram_port", busy_for(100));
  const Bottleneck found = one.found();
  CHECK(found.reason == "barrier");
  CHECK(found.share == 0.5);
  CHECK(found.text == "waits 50 % for weights: DRAM at 90 % of its bandwidth");
  REQUIRE(found.resources.size() == 1);
  CHECK(found.resources[0].share == Approx(0.9));
}

TEST_CASE("a layer that waits names the busiest modules, numbers taken off, over DRAM") {
  OneLayer one{400, 0, 400};
  one.layer.record.dram_read_bytes = 4096;
  one.layer.record.activity.emplace_back("weight_feeder_0", busy_for(97));
  one.layer.record.activity.emplace_back("weight_feeder_1", busy_for(91));
  const Bottleneck found = one.found();
  CHECK(found.text == "waits 50 % for weights: weight feeder busy 94 %");
  CHECK(found.resources[1].name == "DRAM");
}

TEST_CASE("a layer that waits while nothing is in full use names what is held back, if anything") {
  OneLayer one{400, 0, 400};
  one.layer.record.activity.emplace_back("loader", busy_for(31));
  CHECK(one.found().text == "waits 50 % for weights");
  core::ActivityCounts held;
  held.add(core::Activity::busy, core::Cycles{20});
  held.add(core::Activity::wait_output, core::Cycles{80});
  one.layer.record.activity.emplace_back("feeder", held);
  CHECK(one.found().text == "waits 50 % for weights: feeder held back 80 %");
}

TEST_CASE("multipliers behind others wait for no resource, whatever is in full use") {
  OneLayer one{400, 0, 400};
  one.layer.record.dram_read_bytes = 5000;
  one.run.slot_reasons[2].what = core::SlotClass::uneven;
  one.run.slot_reasons[2].phrase = "behind slower PEs";
  CHECK(one.found().text == "50 % behind slower PEs");
}

TEST_CASE("a wait while one of the PEs is always busy is one behind that PE, whatever it lacks") {
  OneLayer one{480, 0, 320};
  core::ActivityCounts held;
  held.add(core::Activity::wait_output, core::Cycles{100});
  one.layer.record.activity = {{"pe_0", busy_for(99)}, {"pe_1", busy_for(21)}, {"feeder", held}};
  one.run.multiplying_modules = {"grid", "pe"};
  CHECK(one.found().text ==
        "40 % waiting for weights behind the busiest pe (busy 99 %, mean 60 %)");
  CHECK(one.found().reason == "barrier");
  one.layer.record.activity[0].second = busy_for(79);
  CHECK(one.found().text == "waits 40 % for weights: feeder held back 100 %");
}

TEST_CASE("hardware that a layer cannot use hides no loss, and none of its modules is a resource") {
  OneLayer one{400, 80, 160};
  one.layer.record.slots.emplace_back("no_work", 160);
  one.run.slot_reasons[3].unavoidable = true;
  one.layer.record.activity = {{"dense", busy_for(70)}};
  one.run.multiplying_modules = {"pe", "dense"};
  CHECK(one.found().text == "waits 20 % for weights, beside 20 % in PEs without work");
  CHECK(one.found().reason == "barrier");
  REQUIRE(one.found().resources.size() == 1);
  one.layer.record.slots = {{"effectual", 640}, {"no_work", 160}};
  CHECK(one.found().text == "all multipliers do useful work, beside 20 % in PEs without work");
}

TEST_CASE("a loss that is no wait stands alone, or before a wait of a tenth") {
  CHECK(OneLayer(500, 260, 40).found().text == "32 % on placeholders");
  CHECK_THAT(OneLayer(400, 300, 100).found().text,
             Contains("38 % on placeholders; waits 12 % for weights"));
}

TEST_CASE("a layer that loses next to nothing says how much of its work is useful") {
  CHECK(OneLayer(784, 16, 0).found().text == "98 % useful work; largest loss: 2 % on placeholders");
  CHECK(OneLayer(784, 0, 16).found().text ==
        "98 % useful work; largest loss: waits 2 % for weights");
  CHECK(OneLayer(800, 0, 0).found().text == "all multipliers do useful work");
}

TEST_CASE("a layer without slots has no bottleneck") {
  OneLayer one{400, 0, 400};
  one.layer.record.slots.clear();
  CHECK(one.found().text.empty());
  CHECK(bottleneck_text(one.run, false).empty());
}

TEST_CASE("sentences that do not fit beside a name go on below it") {
  OneLayer one{400, 300, 100};
  one.layer.record.name = "a_name_of_more_than_twenty_four_characters";
  one.layer.record.activity.emplace_back("loader_of_many_things_to_come", busy_for(80));
  CHECK(bottleneck_text(one.run, false) ==
        "what held the multipliers up\n"
        "a_name_of_more_than_twe~  38 % on placeholders; waits 12 % for weights: loader\n"
        "                          of many things to come busy 80 %\n");
}

TEST_CASE("of many layers those that took most cycles have a sentence") {
  auto run = test::large_run(60);
  for (std::size_t n = 0; n < 60; ++n) run.layers[n].record.cycles *= n == 50 ? 9 : n < 20 ? 1 : 2;
  const std::string text = bottleneck_text(run, false);
  CHECK(std::count(text.begin(), text.end(), '\n') == 42);
  CHECK_THAT(text, Contains("\n" + run.layers[50].record.name + " "));
  CHECK_THAT(text, !Contains("\n" + run.layers[7].record.name + " "));
  CHECK_THAT(text, Contains("(40 of 60 layers, those that took most cycles; report.json has all)"));
}

}  // namespace gossamer::report
