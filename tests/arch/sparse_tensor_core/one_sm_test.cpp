// SPDX-License-Identifier: Apache-2.0
// SMs that stand for alike ones, against all of them, at the clock of an A100.
#include <cmath>

#include "arch/sparse_tensor_core/layer_run.hpp"
#include "support/catch.hpp"
#include "support/records.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using namespace gossamer::arch::sparse_tensor_core;

namespace {

constexpr double clock_ghz = 1.41;

/// An A100 with as many SMs and its share of L2, but the DRAM bandwidth given: the fewer SMs, the
/// less they share. 128 x 128 tiles, two on an SM at once.
Params part_of_a100(std::uint32_t sms, double dram_gb_per_s) {
  Params params;
  params.gpu.sms = sms;
  params.l2.bytes_per_edge = 5120 * sms / 108;
  params.l2.kib = 40960 * sms / 108;
  params.l2.latency_edges = 262;
  params.dram.bandwidth_gb_per_s = dram_gb_per_s;
  params.dram.latency_ns = 145;
  params.dram.outstanding = 1024;
  params.dram.burst_bytes = 1024;
  params.tile = {128, 128, 64, 3, 2, 2, 8, SharedLayout::permuted};
  return params;
}

core::LayerRecord run(Params params, SimulatedSms sms, const workload::Gemm& shape, bool sparse) {
  params.gpu.simulated_sms = sms;
  workload::Layer layer;
  layer.name = "gemm";
  layer.kind = "gemm";
  layer.shape = shape;
  layer.weights.density = {sparse ? 0.5 : 1.0};
  if (sparse) layer.weights.pattern.kind = tensor::PatternKind::two_of_four;
  layer.activations.density = {1.0};
  arch::SimulationOptions options;
  options.values = false;
  return run_layer(params, clock_ghz, layer, options);
}

double relative(double a, double b) {
  return std::abs(a - b) / b;
}

double share(const core::LayerRecord& record, const std::string& slot) {
  return static_cast<double>(test::slot(record, slot)) /
         (static_cast<double>(record.multipliers) * static_cast<double>(record.cycles));
}

void require_alike(const core::LayerRecord& one, const core::LayerRecord& all) {
  CHECK(relative(static_cast<double>(one.cycles), static_cast<double>(all.cycles)) < 0.01);
  CHECK(one.effectual_macs == all.effectual_macs);
  CHECK(one.dram_write_bytes == all.dram_write_bytes);
  CHECK(relative(static_cast<double>(one.dram_read_bytes),
                 static_cast<double>(all.dram_read_bytes)) < 0.01);
  for (const auto& [slot, count] : all.slots) {
    CAPTURE(slot);
    CHECK(share(one, slot) == Approx(share(all, slot)).margin(0.01));
  }
  for (const auto& [path, actions] : all.counters) {
    for (const auto& [action, count] : actions) {
      CAPTURE(path, action);
      if (count == 0) continue;
      CHECK(relative(static_cast<double>(one.counters.at(path).at(action)),
                     static_cast<double>(count)) < 0.01);
    }
  }
}

}  // namespace

TEST_CASE("an SM stands for alike ones within a percent where SMs limit") {
  const bool sparse = GENERATE(false, true);
  CAPTURE(sparse);
  const workload::Gemm shape{512, 2048, 4096};
  const auto all = run(part_of_a100(4, 400), SimulatedSms::all, shape, sparse);
  const auto one = run(part_of_a100(4, 400), SimulatedSms::one, shape, sparse);
  CHECK(all.metrics.at("tensor_core_busy") > (sparse ? 0.7 : 0.9));
  require_alike(one, all);
  CHECK(one.represents.at("sm_0_sub_core_0") == 4);
  CHECK(all.represents.empty());
}

TEST_CASE("an SM stands for alike ones within a percent where DRAM limits") {
  const bool sparse = GENERATE(false, true);
  CAPTURE(sparse);
  const Params params = part_of_a100(4, 20);
  const workload::Gemm shape{512, 2048, 2048};
  const auto all = run(params, SimulatedSms::all, shape, sparse);
  const auto one = run(params, SimulatedSms::one, shape, sparse);
  CHECK(all.metrics.at("dram_busy") > 0.9);
  require_alike(one, all);
}

TEST_CASE("two SMs stand for all within a percent where the last wave is partial") {
  const bool sparse = GENERATE(false, true);
  CAPTURE(sparse);
  // 9 x 5 tiles: eleven for each SM, and one more for SM 0.
  const workload::Gemm shape{640, 1152, 4096};
  const auto all = run(part_of_a100(4, 400), SimulatedSms::all, shape, sparse);
  const auto one = run(part_of_a100(4, 400), SimulatedSms::one, shape, sparse);
  require_alike(one, all);
  CHECK(one.represents.count("sm_0_sub_core_0") == 0);
  CHECK(one.represents.at("sm_1_sub_core_0") == 3);
}

TEST_CASE("of 112 tiles on 108 SMs, four SMs have two at once and the others one") {
  const bool sparse = GENERATE(false, true);
  CAPTURE(sparse);
  const workload::Gemm shape{1024, 1792, 2048};
  const auto all = run(part_of_a100(108, 1555), SimulatedSms::all, shape, sparse);
  const auto one = run(part_of_a100(108, 1555), SimulatedSms::one, shape, sparse);
  require_alike(one, all);
  CHECK(one.represents.at("sm_0_sub_core_0") == 4);
  CHECK(one.represents.at("sm_4_sub_core_0") == 104);
}

TEST_CASE("short layers are simulated on all SMs, long ones on those that stand for others") {
  const auto small = run(part_of_a100(4, 400), SimulatedSms::automatic, {512, 512, 256}, false);
  CHECK(small.choices.at("simulated_sms") == "all 4");
  CHECK(small.represents.empty());
  const auto large = run(part_of_a100(4, 400), SimulatedSms::automatic, {1152, 4736, 8192}, false);
  CHECK(large.choices.at("simulated_sms") == "2 of 4: number 0 for 1, number 1 for 3");
}
