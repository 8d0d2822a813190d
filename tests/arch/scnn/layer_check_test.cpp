// SPDX-License-Identifier: Apache-2.0
// How a layer is simulated must not show in its record; what the machine loses must.
#include <fstream>

#include "arch/scnn/layer_run.hpp"
#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using arch::SimulationOptions;
using arch::scnn::Params;
using arch::scnn::run_layer;

namespace {

workload::Layer sample() {
  return test::conv_layer(12, 19, 20, 3, 1, 0.35, 0.5);
}

SimulationOptions checked() {
  SimulationOptions options;
  options.check = true;
  return options;
}

/// Machines that wait in different places: for DRAM, for bank queues, for the drain, for nothing.
Params machine(const std::string& kind) {
  Params params;
  if (kind == "slow DRAM") params.dram.bandwidth_gb_per_s = 0.5;
  if (kind == "no queues") params.accumulator.queue_depth = 0;
  if (kind == "slow drain") params.ppu.width = 1;
  if (kind == "small FIFO") params.weights.fifo_entries = 20;
  if (kind == "slow input memory") params.pe.iaram_read_values = 1;
  if (kind == "two PEs") params.pe.rows = 1, params.pe.cols = 2, params.accumulator.entries = 256;
  return params;
}

}  // namespace

TEST_CASE(
    "stepping every edge, any order of modules and every instruction set give the same record") {
  const auto kind = GENERATE(as<std::string>{}, "as published", "slow DRAM", "no queues",
                             "slow drain", "small FIFO", "slow input memory", "two PEs");
  CAPTURE(kind);
  const Params params = machine(kind);
  const auto base = run_layer(params, 1.0, sample(), checked());
  CHECK(base.mismatches.empty());

  auto options = checked();
  options.single_step = true;
  test::require_same_record(base, run_layer(params, 1.0, sample(), options));
  for (const std::uint64_t order : {1, 2, 3}) {
    options = checked();
    options.module_order = order;
    test::require_same_record(base, run_layer(params, 1.0, sample(), options));
  }
  options = checked();
  options.cpu_level = core::CpuLevel::baseline;
  test::require_same_record(base, run_layer(params, 1.0, sample(), options));
}

TEST_CASE("bursts carry the largest part of the edges, and none under single-step") {
  auto options = checked();
  const auto bursts = run_layer(Params{}, 1.0, sample(), options);
  CHECK(bursts.run_info.at("burst_edges") > 0);
  options.single_step = true;
  CHECK(run_layer(Params{}, 1.0, sample(), options).run_info.at("burst_edges") == 0);
}

TEST_CASE("random delays in every channel change the time and no value") {
  const auto base = run_layer(Params{}, 1.0, sample(), checked());
  bool time_changed = false;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    auto options = checked();
    options.stall_seed = seed;
    options.module_order = seed;
    const auto record = run_layer(Params{}, 1.0, sample(), options);
    CAPTURE(seed);
    CHECK(record.mismatches.empty());
    CHECK(record.effectual_macs == base.effectual_macs);
    time_changed |= record.cycles != base.cycles;
  }
  CHECK(time_changed);
}

TEST_CASE("whatever the machine loses is found by the check") {
  const auto fault = GENERATE(as<std::string>{}, "product", "halo", "weight_vector", "placeholder");
  CAPTURE(fault);
  auto layer = test::conv_layer(24, 19, 20, 3, 1, 0.1, 0.5);  // sparse enough for placeholders
  layer.relu = false;                                         // which could hide a loss
  layer.output_density.reset();
  auto options = checked();
  REQUIRE(run_layer(Params{}, 1.0, layer, options).mismatches.empty());
  options.fault = fault;
  const auto record = run_layer(Params{}, 1.0, layer, options);
  CHECK_FALSE(record.mismatches.empty());
  CHECK_FALSE(record.checked);
  CHECK(record.run_info.at("faults_injected") > 0);
}

TEST_CASE("a fault that finds nothing to lose strikes zero times") {
  auto options = checked();
  options.fault = "placeholder";
  const auto dense = run_layer(Params{}, 1.0, test::conv_layer(2, 9, 2, 3, 1, 1.0, 0.5), options);
  CHECK(dense.run_info.at("faults_injected") == 0);
  CHECK(dense.checked);
}

TEST_CASE("a PE that never reports is a deadlock, told with a dump") {
  auto options = checked();
  options.fault = "deadlock";
  options.single_step = GENERATE(false, true);
  try {
    run_layer(Params{}, 1.0, test::conv_layer(2, 9, 2, 3, 1, 0.5, 0.5), options);
    FAIL("the run ended");
  } catch (const core::SimulationStuck& stuck) {
    const std::string text = stuck.what();
    CHECK_THAT(text, Catch::Contains("pe_0_0"));
    CHECK_THAT(text, Catch::Contains("PEs done"));
    CHECK_THAT(text, Catch::Contains("waits to start step 1"));
  }
}

TEST_CASE("a run without values has the same cycles, slots and counters but for what is written") {
  auto layer = sample();
  const auto with = run_layer(Params{}, 1.0, layer, {});
  SimulationOptions options;
  options.values = false;
  const auto without = run_layer(Params{}, 1.0, layer, options);
  CHECK(without.timing == core::Timing::statistical);
  CHECK(without.cycles == with.cycles);
  CHECK(without.slots == with.slots);
  CHECK(without.activity == with.activity);
  CHECK(without.dram_read_bytes == with.dram_read_bytes);
  auto a = with.counters;
  auto b = without.counters;
  a.erase("pe/oaram");
  b.erase("pe/oaram");
  CHECK(a == b);
  CHECK(without.metrics.at("output_density") == Approx(0.4).margin(0.001));
}

TEST_CASE("images of a batch and invocations of a layer add up") {
  auto layer = sample();
  const auto one = run_layer(Params{}, 1.0, layer, checked());
  test::conv_of(layer).batch = 3;
  const auto three = run_layer(Params{}, 1.0, layer, checked());
  CHECK(three.mismatches.empty());
  CHECK(three.macs == 3 * one.macs);
  CHECK(three.dram_read_bytes == 3 * one.dram_read_bytes);
  CHECK(three.cycles > 2 * one.cycles);
}

TEST_CASE("groups, unequal sides and unequal padding compute the reference") {
  auto layer = test::conv_layer(8, 11, 12, 3, 1, 0.5, 0.6);
  auto& conv = test::conv_of(layer);
  conv.groups = GENERATE(1U, 2U, 4U);
  conv.width = 23;
  conv.filter_width = GENERATE(1U, 4U);
  conv.pad_top = 2;
  conv.pad_bottom = 0;
  conv.pad_left = 3;
  layer.relu = GENERATE(true, false);
  if (!layer.relu) layer.output_density.reset();
  const auto record = run_layer(Params{}, 1.0, layer, checked());
  for (const auto& text : record.mismatches) INFO(text);
  CHECK(record.mismatches.empty());
  CHECK(record.metrics.at("sums_outside_24_bits") == 0);
}

TEST_CASE("a layer without non-zeros finishes and computes zeros") {
  auto layer = test::conv_layer(3, 9, 5, 3, 1, 0.0, 0.5);
  layer.output_density.reset();
  const auto weights = run_layer(Params{}, 1.0, layer, checked());
  CHECK(weights.mismatches.empty());
  CHECK(weights.effectual_macs == 0);
  layer.weights.density = {0.5};
  layer.activations.density = {0.0};
  CHECK(run_layer(Params{}, 1.0, layer, checked()).mismatches.empty());
}

TEST_CASE("conflicts vanish as the bank queues grow") {
  const auto layer = test::conv_layer(8, 33, 16, 3, 1, 0.6, 0.9);
  std::uint64_t before = ~std::uint64_t{0};
  for (const std::uint32_t depth : {0U, 2U, 4U, 8U, 32U}) {
    Params params;
    params.accumulator.queue_depth = depth;
    const auto record = run_layer(params, 1.0, layer, {});
    const std::uint64_t stalls = test::slot(record, "bank_queue_stall");
    CAPTURE(depth, stalls);
    CHECK(stalls < before);
    before = stalls + 1;
  }
}

TEST_CASE("inputs that do not fit their memory are read from DRAM, and outputs written to it") {
  Params params;
  const auto layer = test::conv_layer(200, 19, 4, 1, 0, 0.5, 1.0);
  const auto on_chip = run_layer(params, 1.0, layer, checked());
  CHECK_FALSE(on_chip.spilled);
  CHECK(on_chip.dram_write_bytes == 0);
  params.iaram_kib = 1;  // 409 values of the 1800 of a PE
  const auto loaded = run_layer(params, 1.0, layer, checked());
  test::require_sound(loaded);
  CHECK(loaded.spilled);
  // 72,200 values of 20 bits, a count per block of 16 bits, blocks in whole bytes.
  CHECK(loaded.dram_read_bytes - on_chip.dram_read_bytes >= 72200 * 20 / 8 + 200 * 49 * 2);
  CHECK(loaded.effectual_macs == on_chip.effectual_macs);

  params = Params{};
  params.oaram_kib = 1;
  auto wide = test::conv_layer(4, 19, 200, 1, 0, 0.5, 1.0);
  wide.relu = false;
  wide.output_density.reset();
  wide.output_shift = 0;
  const auto written = run_layer(params, 1.0, wide, checked());
  test::require_sound(written);
  CHECK(written.spilled);
  CHECK(written.dram_write_bytes > 72200 * 2);
}

TEST_CASE(
    "a layer whose outputs turn out not to fit, or to fit, is run as if that had been known") {
  Params params;
  params.oaram_kib = 1;
  auto layer = test::conv_layer(4, 19, 100, 1, 0, 0.5, 1.0);  // 900 outputs a PE, of 409
  layer.output_density = 0.3;
  layer.relu = true;
  const auto expected = run_layer(params, 1.0, layer, checked());
  CHECK(expected.run_info.count("images_run_again") == 0);
  const bool written = expected.dram_write_bytes > 0;
  layer.relu = false;  // nothing is cut off, so all outputs are stored
  const auto surprised = run_layer(params, 1.0, layer, checked());
  test::require_sound(surprised);
  CAPTURE(written);
  CHECK(surprised.run_info.at("images_run_again") == 1);
  layer.output_density = 1.0;
  const auto told = run_layer(params, 1.0, layer, checked());
  CHECK(told.run_info.count("images_run_again") == 0);
  CHECK(told.cycles == surprised.cycles);
  CHECK(told.dram_write_bytes == surprised.dram_write_bytes);
}

#if !defined(__SANITIZE_ADDRESS__)  // which keeps freed memory for a while
TEST_CASE("a thousand simulations in one process leave memory flat") {
  const auto resident_pages = [] {
    std::size_t total = 0;
    std::size_t resident = 0;
    std::ifstream{"/proc/self/statm"} >> total >> resident;
    return resident;
  };
  const auto layer = test::conv_layer(4, 9, 8, 3, 1, 0.5, 0.5);
  for (int n = 0; n < 100; ++n) run_layer(Params{}, 1.0, layer, {});
  const std::size_t before = resident_pages();
  for (int n = 0; n < 900; ++n) run_layer(Params{}, 1.0, layer, {});
  CHECK(resident_pages() < before + 256);  // 1 MiB
}
#endif
