// SPDX-License-Identifier: Apache-2.0
// Cycle counts against closed forms (docs/timing/dcnn.md).
#include <cmath>

#include "arch/dcnn/dense_case.hpp"
#include "arch/dcnn/layer_run.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/slot.hpp"
#include "workload/reader.hpp"

using namespace gossamer;
using arch::dcnn::Params;
using arch::dcnn::run_layer;
using test::ceil_div;
using test::DenseCase;

namespace {

/// First edge in which a PE can issue: the request leaves the feeder at edge 0 and the DRAM port at
/// edge 1; a vector is sent when its last burst is seen, and seen itself one edge later.
std::uint64_t first_issue(const Params& params, double clock_ghz = 1.0) {
  const std::uint64_t bursts = ceil_div(2 * 16, params.dram.burst_bytes);
  const double period = 1 / clock_ghz;
  const double arrival =
      period + params.dram.latency_ns +
      static_cast<double>(bursts * params.dram.burst_bytes) / params.dram.bandwidth_gb_per_s;
  return static_cast<std::uint64_t>(std::ceil(arrival / period)) + 2;
}

/// Without stalls: the compute edges, the first weights, three edges of pipeline and one of the
/// next start for each group, and the outputs of the last one.
std::uint64_t closed_form(const DenseCase& c, const Params& params, double clock_ghz = 1.0) {
  const std::uint64_t groups = ceil_div(c.filters, params.kc);
  const std::uint64_t last_group = c.filters - (groups - 1) * params.kc;
  return first_issue(params, clock_ghz) + c.compute_edges() +
         groups * (params.pe.pipeline_edges + 1) +
         ceil_div(last_group * c.positions(), params.ppu.width) + 2;
}

std::uint64_t closed_form(const DenseCase& c) {
  return closed_form(c, c.params());
}

}  // namespace

TEST_CASE("a divisible layer takes the cycles of the closed form, whatever its tiles and kernel") {
  const auto grid = GENERATE(1U, 2U, 8U);
  const auto tile = GENERATE(1U, 2U, 3U);
  const auto kernel = GENERATE(1U, 3U);
  const auto filters = GENERATE(8U, 16U, 24U);
  const DenseCase c{grid, tile, 32, filters, kernel};
  CAPTURE(grid, tile, kernel, filters);
  const auto record = run_layer(c.params(), 1.0, c.layer(), {});
  CHECK(record.metrics.at("time_tiles") == 1);
  CHECK(record.cycles == closed_form(c));
  CHECK(record.metrics.at("compute_bound_cycles") == double(c.compute_edges()));
  CHECK(record.effectual_macs == record.macs);
  CHECK(test::slot(record, "useful") == record.macs);
  CHECK(test::slot(record, "weight_starvation") == 0);
  CHECK(test::slot(record, "partial_chunk") == 0);
}

TEST_CASE("the closed form holds with any burst, latency, clock, pipeline and post-processing") {
  const DenseCase c{2, 4, 32, 16, 3};
  Params params = c.params();
  params.dram.burst_bytes = GENERATE(32U, 64U, 128U, 512U);
  params.dram.latency_ns = GENERATE(0.0, 7.25, 100.0, 333.0);
  params.ppu.width = GENERATE(1U, 3U, 16U);
  params.pe.pipeline_edges = params.ppu.width;
  for (const double clock : {0.8, 1.0, 1.25}) {
    CAPTURE(params.dram.burst_bytes, params.dram.latency_ns, params.ppu.width, clock);
    const auto record = run_layer(params, clock, c.layer(), {});
    REQUIRE(test::slot(record, "weight_starvation") == 0);
    CHECK(record.cycles == closed_form(c, params, clock));
  }
}

TEST_CASE("a vector's place is free in the edge after its last use: two places feed a PE") {
  const DenseCase c{2, 1, 64, 3, 1};
  Params params = c.params();
  params.kc = 1;
  params.weights.fifo_entries = 2;
  const auto record = run_layer(params, 1.0, c.layer(), {});
  CHECK(test::slot(record, "weight_starvation") == 0);
  CHECK(record.metrics.at("output_channel_groups") == 3);
  CHECK(record.cycles == first_issue(params) + c.compute_edges() + 3 * 4 + 1 + 2);
}

TEST_CASE("a chunk that is not full costs as much as a full one") {
  const DenseCase full{2, 3, 16, 16, 3};
  const DenseCase less{2, 3, 15, 16, 3};  // 135 products: eight chunks and seven products
  REQUIRE(full.chunks() == less.chunks());
  const auto record = run_layer(less.params(), 1.0, less.layer(), {});
  CHECK(record.cycles == closed_form(full));
  CHECK(test::slot(record, "partial_chunk") == 16 * less.positions() * less.pes() * 9);
}

TEST_CASE("the busiest PE computes the closed form where tiles and groups are uneven") {
  const auto size = GENERATE(9U, 13U, 27U);
  const auto groups = GENERATE(1U, 2U);
  auto layer = test::conv_layer(24, size, 44, 3, 1, 0.4, 0.5);
  test::conv_of(layer).groups = groups;
  const auto record = run_layer(Params{}, 1.0, layer, {});
  const std::uint64_t of_side = ceil_div(size, 8);
  const std::uint64_t edges = 44 * ceil_div(24 / groups * 9, 16) * of_side * of_side;
  CAPTURE(size, groups);
  CHECK(record.metrics.at("compute_bound_cycles") == double(edges));
  CHECK(record.cycles > edges);
}

TEST_CASE("a plane cut in time for least work computes the closed form; for fewest tiles, more") {
  const auto layer = test::conv_layer(256, 56, 8, 3, 1, 0.2, 0.5);
  arch::SimulationOptions masks;
  masks.values = false;
  Params params;
  params.time_tiles = arch::dcnn::TimeTiles::least_work;
  const auto least = run_layer(params, 1.0, layer, masks);
  CHECK(least.metrics.at("compute_bound_cycles") == 8 * 144 * 7 * 7);
  params.time_tiles = arch::dcnn::TimeTiles::fewest;
  const auto fewest = run_layer(params, 1.0, layer, masks);
  CHECK(fewest.metrics.at("compute_bound_cycles") == 8 * 144 * 63);  // 19, 19 and 18 rows of 56
  CHECK(fewest.metrics.at("time_tiles") == 3);
  CHECK(least.metrics.at("time_tiles") == 7);
}

TEST_CASE("AlexNet's busiest PEs compute for 970,752 edges") {
  const auto network = workload::read_network(std::string{GOSSAMER_WORKLOADS} + "/alexnet.yaml");
  arch::SimulationOptions masks;
  masks.values = false;
  double edges = 0;
  for (const auto& layer : network.layers) {
    edges += run_layer(Params{}, 1.0, layer, masks).metrics.at("compute_bound_cycles");
  }
  CHECK(edges == 970752);
}

#ifndef __SANITIZE_ADDRESS__  // the same as of AlexNet, at seventeen times the length
TEST_CASE("VGG-16's busiest PEs compute for 16,799,744 edges") {
  const auto network = workload::read_network(std::string{GOSSAMER_WORKLOADS} + "/vgg16.yaml");
  arch::SimulationOptions masks;
  masks.values = false;
  double edges = 0;
  for (const auto& layer : network.layers) {
    edges += run_layer(Params{}, 1.0, layer, masks).metrics.at("compute_bound_cycles");
  }
  CHECK(edges == 16799744);
}
#endif
