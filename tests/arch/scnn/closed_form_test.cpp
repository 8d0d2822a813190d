// SPDX-License-Identifier: Apache-2.0
// Cycle counts against closed forms, for layers in which nothing stalls (docs/timing/scnn.md).
#include <cmath>

#include "arch/scnn/layer_run.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"

using namespace gossamer;
using arch::scnn::Params;

namespace {

std::uint64_t ceil_div(std::uint64_t a, std::uint64_t b) {
  return (a + b - 1) / b;
}

/// A dense 1 x 1 convolution over a plane of `grid` x `grid` tiles of 6 x 6. Tiles of 36 sums per
/// channel put the 16 products of an issue on 16 banks, so that no bank ever stalls.
struct DenseCase {
  std::uint32_t grid;
  std::uint32_t channels;
  std::uint32_t filters;

  workload::Layer layer() const {
    auto layer = test::conv_layer(channels, 6 * grid, filters, 1, 0, 1.0, 1.0);
    layer.output_density.reset();
    return layer;
  }
  Params params() const {
    Params params;
    params.pe.rows = params.pe.cols = grid;
    params.iaram_kib = params.oaram_kib = 64;
    return params;
  }
};

/// First edge in which a PE can issue: the request leaves the reader at edge 0 and the DRAM port at
/// edge 1; a block is decoded when its last burst is seen; then one edge each to the broadcaster
/// and to the PE.
std::uint64_t first_issue(const Params& params, std::uint64_t block_bytes) {
  const std::uint64_t bursts = ceil_div(block_bytes, params.dram.burst_bytes);
  const double arrival =
      1 + params.dram.latency_ns +
      static_cast<double>(bursts * params.dram.burst_bytes) / params.dram.bandwidth_gb_per_s;
  return static_cast<std::uint64_t>(std::ceil(arrival)) + 3;
}

std::uint64_t closed_form(const DenseCase& c) {
  const Params params = c.params();
  const std::uint64_t groups = ceil_div(c.filters, params.kc);
  const std::uint64_t block_bytes = 2 + ceil_div(params.kc * 20, 8);
  const std::uint64_t passes = ceil_div(36, params.pe.i);
  const std::uint64_t work = c.channels * passes * ceil_div(params.kc, params.pe.f);
  // After the last issue the pipeline empties; the report takes an edge, so does the start of the
  // next group.
  const std::uint64_t group = work + params.pe.pipeline_edges + 1;
  const std::uint64_t last_group_starts = first_issue(params, block_bytes) + (groups - 1) * group;
  const std::uint64_t drain_starts = last_group_starts + group;
  const std::uint64_t drain = ceil_div(params.kc * 36, params.ppu.width);
  return drain_starts + drain + 2;  // the last report, and the end that everyone hears of
}

}  // namespace

TEST_CASE("a single PE takes the cycles of the closed form") {
  const auto channels = GENERATE(8U, 20U);
  const auto filters = GENERATE(8U, 16U, 40U);
  const DenseCase c{1, channels, filters};
  const auto record = arch::scnn::run_layer(c.params(), 1.0, c.layer(), {});
  CAPTURE(channels, filters);
  CHECK(record.cycles == closed_form(c));
  CHECK(record.effectual_macs == record.macs);
}

TEST_CASE("PEs that are all alike take the cycles of one") {
  const auto grid = GENERATE(2U, 4U, 8U);
  const DenseCase c{grid, 8, 24};
  const auto record = arch::scnn::run_layer(c.params(), 1.0, c.layer(), {});
  CAPTURE(grid);
  CHECK(record.cycles == closed_form(c));
}

TEST_CASE("without queues an issue costs its fullest bank") {
  // One filter: the four sums of an issue lie side by side on four banks. With one bank they share
  // it.
  Params params = DenseCase{1, 8, 1}.params();
  params.accumulator.queue_depth = 0;
  params.kc = 1;
  auto layer = DenseCase{1, 8, 1}.layer();
  const auto apart = arch::scnn::run_layer(params, 1.0, layer, {});
  params.accumulator.banks = 1;
  params.accumulator.entries = 1024;
  const auto shared = arch::scnn::run_layer(params, 1.0, layer, {});
  const std::uint64_t issues = 8 * 9;
  CHECK(shared.cycles == apart.cycles + 3 * issues);
}
