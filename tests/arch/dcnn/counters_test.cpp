// SPDX-License-Identifier: Apache-2.0
// What a dense layer counts (docs/timing/dcnn.md, section 6).
#include <set>

#include "arch/dcnn/dense_case.hpp"
#include "arch/dcnn/layer_run.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using arch::dcnn::Params;
using arch::dcnn::run_layer;
using test::DenseCase;

namespace {

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
    CHECK(counter(record, "run_length_coder", "expand") ==
          (compressed ? counter(record, "pe/iaram", "write") : 0));
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
  CHECK(counter(compressed, "run_length_coder", "compress") ==
        counter(compressed, "pe/oaram", "read"));
  CHECK(counter(dense, "run_length_coder", "compress") == 0);
}
