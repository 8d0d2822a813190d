// SPDX-License-Identifier: Apache-2.0
// One SM that stands for alike ones, against all of them.
#include <cmath>

#include "arch/sparse_tensor_core/layer_run.hpp"
#include "support/catch.hpp"
#include "support/records.hpp"

using namespace gossamer;
using namespace gossamer::arch::sparse_tensor_core;

namespace {

Params small_gpu() {
  Params params;
  params.gpu.sms = 4;
  params.l2.bytes_per_edge = 256;
  params.l2.kib = 2048;
  params.dram.bandwidth_gb_per_s = 400;
  params.dram.outstanding = 256;
  params.tile = {128, 128, 64, 3, 2, 2, 4};
  return params;
}

core::LayerRecord run(Params params, SimulatedSms sms, std::uint32_t m, std::uint32_t n,
                      std::uint32_t k) {
  params.gpu.simulated_sms = sms;
  workload::Layer layer;
  layer.name = "gemm";
  layer.kind = "gemm";
  layer.shape = workload::Gemm{m, n, k};
  layer.weights.density = {1.0};
  layer.activations.density = {0.7};
  arch::SimulationOptions options;
  options.values = false;
  return run_layer(params, 1.0, layer, options);
}

double relative(double a, double b) {
  return std::abs(a - b) / b;
}

void require_alike(const core::LayerRecord& one, const core::LayerRecord& all) {
  CHECK(relative(static_cast<double>(one.cycles), static_cast<double>(all.cycles)) < 0.01);
  CHECK(one.effectual_macs == all.effectual_macs);
  CHECK(one.dram_write_bytes == all.dram_write_bytes);
  CHECK(relative(static_cast<double>(one.dram_read_bytes),
                 static_cast<double>(all.dram_read_bytes)) < 0.01);
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

TEST_CASE("one SM stands for four within a percent where tensor cores limit") {
  const auto all = run(small_gpu(), SimulatedSms::all, 512, 512, 2048);
  const auto one = run(small_gpu(), SimulatedSms::one, 512, 512, 2048);
  CHECK(all.metrics.at("tensor_core_busy") > 0.8);
  require_alike(one, all);
  CHECK(one.represents.at("sm_0_sub_core_0") == 4);
  CHECK(all.represents.empty());
}

TEST_CASE("one SM stands for four within a percent where DRAM limits") {
  Params params = small_gpu();
  params.dram.bandwidth_gb_per_s = 20;
  params.l2.kib = 64;
  const auto all = run(params, SimulatedSms::all, 512, 512, 2048);
  const auto one = run(params, SimulatedSms::one, 512, 512, 2048);
  CHECK(all.metrics.at("dram_busy") > 0.9);
  require_alike(one, all);
}

TEST_CASE("one SM stands for four within a percent with a partial last wave") {
  // 9 x 5 tiles: eleven for each SM, and one more for SM 0.
  const auto all = run(small_gpu(), SimulatedSms::all, 640, 1152, 2048);
  const auto one = run(small_gpu(), SimulatedSms::one, 640, 1152, 2048);
  require_alike(one, all);
}
