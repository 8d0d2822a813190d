// SPDX-License-Identifier: Apache-2.0
// What skipping, streams, FIFOs and drain do to the cycles of a layer (docs/timing/dlac.md).
#include <cmath>

#include "arch/dlac/layer_format.hpp"
#include "arch/dlac/layer_run.hpp"
#include "arch/dlac/random_machine.hpp"
#include "arch/planar/random_layer.hpp"
#include "core/random.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using namespace gossamer::arch::dlac;
using test::conv_layer;
using test::slot;

namespace {

core::LayerRecord run(const Params& params, const workload::Layer& layer) {
  arch::SimulationOptions options;
  options.values = false;
  return run_layer(params, 1.0, layer, options);
}

Params with_skip(Skip skip) {
  Params params;
  params.grid.skip = skip;
  return params;
}

/// Edges in which the grid computes.
std::uint64_t work(const core::LayerRecord& record) {
  return static_cast<std::uint64_t>(record.metrics.at("compute_bound_cycles"));
}

workload::Layer named(workload::Layer layer, const std::string& weights) {
  layer.precision.weights = weights;
  return layer;
}

}  // namespace

TEST_CASE("with no zero and no padding nothing is gained by looking for them") {
  const auto layer = conv_layer(40, 9, 20, 3, 0, 1.0, 1.0);
  const auto dense = run(with_skip(Skip::dense), layer);
  CHECK(run(with_skip(Skip::activations), layer).cycles == dense.cycles);
  CHECK(run(with_skip(Skip::both), layer).cycles == dense.cycles);
}

TEST_CASE(
    "skipping zeros is never slower than not skipping them, and two-sided never slower than "
    "one-sided") {
  core::RandomStream random{31, "dlac: never slower"};
  for (int n = 0; n < 60; ++n) {
    CAPTURE(n);
    const auto layer = conv_layer(1 + random.below(50), 3 + random.below(9), 1 + random.below(40),
                                  1 + random.below(3), random.below(2), 0.1 * random.below(11),
                                  0.1 * random.below(11));
    Params params;
    params.pe.window = 1 + random.below(16);
    params.pe.fifo_depth = 1 + random.below(6);
    params.grid.stream_pes = random.below(17);
    const auto of = [&](Skip skip) {
      params.grid.skip = skip;
      return run(params, layer);
    };
    const auto dense = of(Skip::dense);
    const auto one_sided = of(Skip::activations);
    const auto both = of(Skip::both);
    CHECK(work(one_sided) <= work(dense));
    CHECK(work(both) <= work(one_sided));
    CHECK(one_sided.cycles <= dense.cycles);
    CHECK(both.cycles <= one_sided.cycles);
  }
}

TEST_CASE("a dense layer takes the edges of its operands and the fill of its tiles") {
  for (const std::uint32_t issue : {1U, 3U}) {
    Params params = with_skip(Skip::dense);
    params.pe.issue = issue;
    const auto layer = conv_layer(20, 9, 33, 3, 1, 0.5, 0.5);
    const std::uint64_t tiles = 3 * ((81 + 15) / 16);
    // Windows of 8, 8 and 4 channels.
    const std::uint64_t of_tap = issue == 1 ? 20 : 3 + 3 + 2;
    CHECK(work(run(params, layer)) == tiles * (params.fill_edges + 9 * of_tap));
  }
}

TEST_CASE("a layer in which nothing waits takes the closed form") {
  Params params = with_skip(Skip::dense);
  params.dram.latency_ns = 40;
  params.drain.multiplies_per_edge = 16;
  const auto layer = conv_layer(16, 8, 16, 3, 0, 0.5, 0.5);
  const auto record = run(params, layer);
  // 16 columns of 9 words of 4 bytes are nine bursts of 64 bytes; 36 outputs are three tiles.
  const double bytes = 16 * 9 * 4;
  const auto first = static_cast<std::uint64_t>(std::ceil(1 + 40 + bytes / 50)) + 2;
  const std::uint64_t work_edges = 3 * (params.fill_edges + 16 * 9);
  const std::uint64_t last_drain = 4 * 16 / 16;  // 4 pixels of the last tile
  CHECK(work(record) == work_edges);
  CHECK(record.cycles == first + work_edges + params.pipeline_edges + last_drain);
  CHECK(slot(record, "start") == 256 * first);
  CHECK(slot(record, "stream_wait") + slot(record, "drain_wait") + slot(record, "weight_wait") ==
        0);
}

TEST_CASE("only activations skipped, PEs of a stream wait for none of each other") {
  Params params = with_skip(Skip::activations);
  params.grid.rows = 1;
  const auto layer = conv_layer(40, 9, 16, 3, 1, 0.5, 0.4);
  const auto one = run(params, layer);
  CHECK(slot(one, "stream_wait") == 0);
  CHECK(slot(one, "imbalance") == 0);
  params.grid.skip = Skip::both;
  const auto two = run(params, layer);
  CHECK(slot(two, "stream_wait") > 0);
  CHECK(slot(two, "imbalance") > 0);
}

TEST_CASE("slots of zeros appear where they are not skipped, and nowhere else") {
  const auto layer = conv_layer(40, 9, 20, 3, 1, 0.5, 0.4);
  const auto dense = run(with_skip(Skip::dense), layer);
  const auto one = run(with_skip(Skip::activations), layer);
  const auto both = run(with_skip(Skip::both), layer);
  CHECK(slot(dense, "useful") == slot(both, "useful"));
  CHECK(slot(one, "useful") == slot(both, "useful"));
  CHECK(slot(dense, "useful") + slot(dense, "zero_operand") + slot(dense, "padding") == dense.macs);
  CHECK(slot(one, "zero_operand") > 0);
  CHECK(slot(one, "padding") == 0);
  CHECK(slot(both, "zero_operand") == 0);
  CHECK(slot(dense, "empty_window") == 0);
  CHECK(slot(both, "empty_window") > 0);
}

TEST_CASE("deeper FIFOs let PEs drift apart, up to a whole tile") {
  Params params;
  const auto layer = conv_layer(64, 8, 32, 3, 1, 0.5, 0.4);
  std::uint64_t before = ~std::uint64_t{0};
  for (const std::uint32_t depth : {1U, 2U, 4U, 8U, 64U}) {
    params.pe.fifo_depth = depth;
    const std::uint64_t edges = work(run(params, layer));
    CHECK(edges < before);
    before = edges;
  }
}

TEST_CASE("a buffer that feeds streams in turns holds them back to its bandwidth") {
  Params params = with_skip(Skip::both);
  const auto layer = conv_layer(64, 8, 32, 3, 0, 0.05, 0.05);
  const std::uint64_t free = work(run(params, layer));
  params.activation_buffer.windows_per_edge = 1;  // 16 streams
  const std::uint64_t windows = 9 * 8;
  const std::uint64_t tiles = 2 * ((36 + 15) / 16);
  const std::uint64_t fed = work(run(params, layer));
  CHECK(fed > free);
  CHECK(fed >= tiles * (windows - 1) * 16);
  params.activation_buffer = {1024, 1, 0};  // a bank reads one in an edge
  CHECK(work(run(params, layer)) == fed);
}

TEST_CASE("operands wider than a buffer's words hold their streams back to its bandwidth") {
  Params params;
  auto layer = named(conv_layer(3, 12, 32, 3, 0, 1.0, 1.0), "fp32");
  // 100 pixels are 25 tiles of 4 rows, for two blocks of filters. Three weights of 32 bits are six
  // words of 8 x 2 bits, so that the six edges of a window are more than its three products.
  const auto record = run(params, layer);
  CHECK(work(record) == 50 * (params.fill_edges + 5 + 8 * 6 + 3));
  CHECK(record.counters.at("weight_buffer").at("read") == 9 * 6 * 32 * 25);
  params.weight_buffer.banks = 64;  // the bus of a stream still carries a word in an edge
  CHECK(work(run(params, layer)) == work(record));
  params.weights.bits = 8;  // two words of 8 x 8 bits
  CHECK(work(run(params, layer)) == 50 * (params.fill_edges + 1 + 9 * 3));
}

TEST_CASE("no buffer reads more words than its banks hold ready in the edges of work") {
  core::RandomStream random{32, "dlac: reads"};
  int real = 0;
  for (int n = 0; n < 300; ++n) {
    CAPTURE(n);
    const Params params = random_params(random);
    auto layer = named(test::random_layer(random), random.below(2) == 0 ? "fp32" : "ternary");
    if (layer.precision.weights == "fp32") layer.precision.activations = "fp32";
    if (!refusal_of(layer, params).empty()) continue;
    real += layer.precision.weights == "fp32" ? 1 : 0;
    const auto record = run(params, layer);
    const auto reads = [&](const char* buffer) { return record.counters.at(buffer).at("read"); };
    CHECK(reads("activation_buffer") <= params.activation_buffer.banks * work(record));
    CHECK(reads("weight_buffer") <= params.weight_buffer.banks * work(record));
  }
  CHECK(real > 30);
}

TEST_CASE(
    "TTQ takes 2 / (Kh Kw C dw da) multiplications an accumulation, and cycles where the drain is "
    "too slow") {
  Params params;
  const auto layer = conv_layer(64, 12, 32, 3, 0, 0.5, 0.4);
  const auto ternary = run(params, named(layer, "ternary"));
  const auto ttq = run(params, named(layer, "ttq"));
  CHECK(ttq.metrics.at("drain_multiplies_per_accumulation") ==
        Approx(2 / (3 * 3 * 64 * 0.5 * 0.4)).epsilon(0.01));
  CHECK(ttq.counters.at("drain").at("subtract") == 100 * 32);
  CHECK(ternary.counters.at("drain").at("subtract") == 0);
  CHECK(work(ttq) == work(ternary));
  CHECK(slot(ttq, "drain_wait") == 0);
  // The drain of the last tile alone is seen.
  CHECK(ttq.cycles - ternary.cycles == 4 * 16 * 2 / 16 - 4 * 16 / 16);
  params.drain.multiplies_per_edge = 1;
  const auto slow = run(params, named(layer, "ttq"));
  CHECK(slot(slow, "drain_wait") > 0);
  CHECK(slow.metrics.at("drain_cycles") == 2.0 * 100 * 32);
  params.ttq = TtqOrder::before_sum;
  const auto before = run(params, named(layer, "ttq"));
  CHECK(before.metrics.at("drain_multiplies_per_accumulation") == 0);
  CHECK(before.counters.at("prescale").at("multiply") > 0);
}

TEST_CASE("scales before the sum multiply the operands of a window that there are, and no others") {
  Params params;
  params.ttq = TtqOrder::before_sum;
  const auto layer = named(conv_layer(9, 8, 20, 1, 0, 0.5, 0.5), "ttq");
  // Windows of 8 and of 1 channel, 64 pixels, two blocks of filters.
  CHECK(run(params, layer).counters.at("prescale").at("multiply") == 2 * 9 * 64 * 2);
  const auto padded = named(conv_layer(9, 8, 20, 3, 1, 0.5, 0.5), "ttq");
  const std::uint64_t inside = (3 * 8 - 2) * (3 * 8 - 2);  // filter positions of all pixels
  CHECK(run(params, padded).counters.at("prescale").at("multiply") == 2 * 9 * inside * 2);
}

TEST_CASE("weights that fit their buffer come once, others for every use") {
  Params params;
  const auto layer = conv_layer(64, 20, 64, 3, 1, 0.5, 0.4);
  const std::uint64_t packed = 64 * 9 * 64 * 2 / 8;
  const auto once = run(params, layer);
  CHECK(once.dram_read_bytes == packed);
  params.weight_buffer.kib = 2;  // a block of 16 filters has 2304 bytes: three pieces
  const auto pieces = run(params, layer);
  CHECK(pieces.dram_read_bytes == packed * 25);
  CHECK(pieces.cycles > once.cycles);
}

TEST_CASE("activations that do not fit go through DRAM") {
  Params params;
  const auto layer = conv_layer(16, 20, 16, 3, 1, 0.5, 0.4);  // 25,600 bytes in and out
  const auto kept = run(params, layer);
  CHECK_FALSE(kept.spilled);
  CHECK(kept.dram_write_bytes == 0);
  params.activation_buffer.kib = 32;
  const auto spilled = run(params, layer);
  CHECK(spilled.spilled);
  CHECK(spilled.dram_write_bytes == 25600);
  const std::uint64_t inputs = spilled.dram_read_bytes - kept.dram_read_bytes;
  CHECK(inputs > 25600);  // rows between bands come twice
  CHECK(inputs < 2 * 25600);
  CHECK(slot(spilled, "useful") == slot(kept, "useful"));
}
