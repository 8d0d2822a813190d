// SPDX-License-Identifier: Apache-2.0
// Cycle counts and counters against closed forms (docs/timing/dcnn.md).
#include <cmath>
#include <set>

#include "arch/dcnn/layer_run.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/slot.hpp"
#include "workload/reader.hpp"

using namespace gossamer;
using arch::dcnn::Params;
using arch::dcnn::run_layer;

namespace {

std::uint64_t ceil_div(std::uint64_t a, std::uint64_t b) {
  return (a + b - 1) / b;
}

/// A dense layer without pads whose output plane is grid x grid tiles of `tile` x `tile`.
struct DenseCase {
  std::uint32_t grid;
  std::uint32_t tile;
  std::uint32_t channels;
  std::uint32_t filters;
  std::uint32_t kernel;

  workload::Layer layer() const {
    auto layer = test::conv_layer(channels, grid * tile + kernel - 1, filters, kernel, 0, 1.0, 1.0);
    layer.output_density.reset();
    return layer;
  }
  Params params() const {
    Params params;
    params.pe.rows = params.pe.cols = grid;
    params.iaram_kib = params.oaram_kib = 1024;
    return params;
  }
  std::uint64_t pes() const { return std::uint64_t{grid} * grid; }
  std::uint64_t positions() const { return std::uint64_t{tile} * tile; }
  std::uint64_t chunks() const { return ceil_div(std::uint64_t{channels} * kernel * kernel, 16); }
  std::uint64_t compute_edges() const { return filters * chunks() * positions(); }
};

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

/// What the vectors of one group take out of the memories of 2 x 2 PEs.
struct InputTraffic {
  std::uint64_t memories = 0;  ///< read, added up over vectors
  std::uint64_t foreign = 0;   ///< values of neighbours
};

InputTraffic input_traffic(const DenseCase& c) {
  const std::uint32_t half = (2 * c.tile + c.kernel - 1) / 2;  // of the inputs of a side
  const std::uint64_t products = std::uint64_t{c.channels} * c.kernel * c.kernel;
  InputTraffic traffic;
  for (std::uint32_t y = 0; y < 2 * c.tile; ++y) {
    for (std::uint32_t x = 0; x < 2 * c.tile; ++x) {
      const std::uint32_t pe = y / c.tile * 2 + x / c.tile;
      std::set<std::uint32_t> homes;
      for (std::uint64_t product = 0; product < products; ++product) {
        const auto tap = static_cast<std::uint32_t>(product % (c.kernel * c.kernel));
        const std::uint32_t home =
            (y + tap / c.kernel >= half ? 2 : 0) + (x + tap % c.kernel >= half ? 1 : 0);
        homes.insert(home);
        traffic.foreign += home != pe ? 1 : 0;
        if (product % 16 < 15 && product + 1 < products) continue;
        traffic.memories += homes.size();
        homes.clear();
      }
    }
  }
  return traffic;
}

std::uint64_t counter(const core::LayerRecord& record, const std::string& path,
                      const std::string& action) {
  return record.counters.at(path).at(action);
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

TEST_CASE("counters are those of the closed form") {
  const DenseCase c{2, 3, 20, 12, 3};  // groups of eight and of four; 180 products, twelve chunks
  const auto record = run_layer(c.params(), 1.0, c.layer(), {});
  const std::uint64_t groups = 2;
  const std::uint64_t issues = c.compute_edges() * c.pes();
  const std::uint64_t vectors = c.filters * c.chunks();
  const InputTraffic traffic = input_traffic(c);
  CHECK(counter(record, "pe/iaram", "read") == groups * traffic.memories);
  CHECK(counter(record, "pe/halo_links", "transfer") == groups * traffic.foreign);
  CHECK(traffic.foreign == std::uint64_t{20} * 4 * (81 - 64));  // of 9 x 9 windows' inputs
  CHECK(counter(record, "pe/input_register", "write") ==
        groups * c.chunks() * c.positions() * c.pes());
  CHECK(counter(record, "pe/input_register", "read") == issues);
  CHECK(counter(record, "pe/iaram", "write") == 0);
  CHECK(counter(record, "pe/weight_fifo", "write") == vectors * c.pes());
  CHECK(counter(record, "pe/weight_fifo", "read") == issues);
  CHECK(counter(record, "pe/multipliers", "multiply") == issues * 16);
  CHECK(counter(record, "pe/multipliers", "multiply_zero") == 0);
  CHECK(counter(record, "pe/adder_tree", "reduce") == issues);
  CHECK(counter(record, "pe/accumulators", "accumulate") == issues);
  CHECK(counter(record, "pe/accumulators", "read") == c.filters * c.positions() * c.pes());
  CHECK(counter(record, "pe/ppu", "process") == c.filters * c.positions() * c.pes());
  CHECK(counter(record, "pe/oaram", "write") == c.filters * c.pes());  // nine outputs: one vector
  CHECK(counter(record, "sequencer", "decode") == vectors);
  CHECK(counter(record, "broadcast", "transfer") == vectors);
  CHECK(counter(record, "dram", "read_byte") == std::uint64_t{12} * 180 * 2);
  CHECK(counter(record, "dram", "write_byte") == 0);
}

TEST_CASE("an input outside of the plane takes a multiplier and is booked as padding") {
  auto layer = test::conv_layer(16, 4, 8, 3, 1, 1.0, 1.0);
  Params params;
  params.pe.rows = params.pe.cols = 4;
  const auto record = run_layer(params, 1.0, layer, {});
  // Of 16 outputs x 9 taps, 100 meet an input.
  CHECK(test::slot(record, "padding") == (16 * 9 - 100) * 16 * 8);
  CHECK(test::slot(record, "useful") == 100 * 16 * 8);
}

TEST_CASE("gating makes other actions of the same products, in the same cycles") {
  const auto layer = test::conv_layer(10, 13, 12, 3, 1, 0.4, 0.5);
  Params params;
  const auto dense = run_layer(params, 1.0, layer, {});
  params.zero_gating = true;
  const auto gated = run_layer(params, 1.0, layer, {});
  CHECK(gated.cycles == dense.cycles);
  CHECK(gated.slots == dense.slots);
  CHECK(counter(gated, "pe/multipliers", "multiply") == gated.effectual_macs);
  CHECK(counter(gated, "pe/multipliers", "multiply_zero") == test::slot(gated, "zero_operand"));
  CHECK(counter(dense, "pe/multipliers", "multiply_zero") == 0);
  CHECK(counter(dense, "pe/multipliers", "multiply") ==
        test::slot(dense, "useful") + test::slot(dense, "zero_operand") +
            test::slot(dense, "padding") + test::slot(dense, "partial_chunk"));
}

TEST_CASE("the DMA buffer takes what lies in DRAM, compressed or not") {
  const auto layer = test::conv_layer(16, 32, 8, 1, 0, 0.5, 0.3);  // two blocks of 128 values
  Params params;
  params.pe.rows = params.pe.cols = 2;
  params.iaram_kib = 4;
  const auto accesses = [&](bool compressed) {
    params.compress_activations = compressed;
    const auto record = run_layer(params, 1.0, layer, {});
    CHECK(record.spilled);
    CHECK(counter(record, "dma_buffer", "write") == counter(record, "dma_buffer", "read"));
    return counter(record, "dma_buffer", "read");
  };
  CHECK(accesses(false) == std::uint64_t{16} * 4 * 256 / 16);
  CHECK(2 * accesses(true) < accesses(false));
}

TEST_CASE("compression saves bytes of activations in DRAM alone") {
  const auto layer = test::conv_layer(64, 40, 24, 1, 0, 0.5, 0.3);
  Params params;
  params.iaram_kib = 2;
  params.oaram_kib = 1;
  const auto dense = run_layer(params, 1.0, layer, {});
  params.compress_activations = true;
  const auto compressed = run_layer(params, 1.0, layer, {});
  REQUIRE(dense.spilled);
  CHECK(10 * compressed.dram_read_bytes < 7 * dense.dram_read_bytes);
  CHECK(10 * compressed.dram_write_bytes < 8 * dense.dram_write_bytes);
  CHECK(compressed.metrics.at("time_tiles") == dense.metrics.at("time_tiles"));
  for (const std::string memory : {"pe/iaram", "pe/oaram"}) {
    CHECK(compressed.counters.at(memory) == dense.counters.at(memory));
  }
  CHECK(counter(compressed, "run_length_coder", "expand") ==
        counter(compressed, "pe/iaram", "write"));
  CHECK(counter(compressed, "run_length_coder", "compress") ==
        counter(compressed, "pe/oaram", "read"));
  CHECK(counter(dense, "run_length_coder", "expand") == 0);
  CHECK(counter(dense, "run_length_coder", "compress") == 0);
}
