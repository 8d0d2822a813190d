// SPDX-License-Identifier: Apache-2.0
// Cycle counts and accesses of divisible layers against closed forms (docs/timing/pe_array.md).
#include <cmath>

#include "arch/pe_array/chip_run.hpp"
#include "arch/pe_array/random_chip.hpp"
#include "support/catch.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using namespace gossamer::arch::pe_array;
using numerics::vsq::Vectors;

namespace {

std::uint64_t ceil_div(std::uint64_t a, std::uint64_t b) {
  return (a + b - 1) / b;
}

/// A layer that divides evenly, on a machine on which nothing waits once it has begun.
struct Case {
  Params params;
  ConvShape shape;

  Mapping mapping() const { return *map_layer(shape, params, layer_formats(params, {}), 1e6); }

  core::LayerRecord run(const Mapping& of) const {
    core::RandomStream random{1, "closed form"};
    const Vectors weights = random_vectors(shape.filters, shape.channels_per_group(),
                                           shape.filter_height * shape.filter_width,
                                           params.pe.vector, of.formats.arithmetic.weights, random);
    const Vectors activations = random_vectors(
        shape.batch * shape.groups, shape.channels_per_group(), shape.height * shape.width,
        params.pe.vector, of.formats.arithmetic.activations, random);
    numerics::vsq::PostProcessing unit;
    unit.rescale.assign(shape.filters, {32768, 15});
    unit.output = of.formats.output;
    core::LayerRecord record;
    record.multipliers = params.multipliers();
    run_chip(of, params, 1.0, {weights, activations, unit}, {}, record);
    record.macs = shape.outputs() * shape.filter_size();
    return record;
  }

  /// R S ceil(C/V) ceil(K/L) P Q, shared by the PEs.
  std::uint64_t work() const {
    return shape.filter_height * shape.filter_width *
           ceil_div(shape.channels_per_group(), params.pe.vector) *
           ceil_div(shape.filters, params.pe.lanes) * shape.batch * shape.out_height *
           shape.out_width / params.pe.count;
  }
};

Case divisible(std::uint32_t kernel, std::uint32_t channels, std::uint32_t filters,
               std::uint32_t side) {
  Case c;
  c.params.network = {1024, 1024};
  c.params.dram.bandwidth_gb_per_s = 1e6;
  c.params.dram.outstanding = 4096;
  c.params.edge_layer_bits = 0;
  c.shape.channels = channels;
  c.shape.filters = filters;
  c.shape.filter_height = c.shape.filter_width = kernel;
  c.shape.height = c.shape.width = side + kernel - 1;
  c.shape.out_height = c.shape.out_width = side;
  return c;
}

/// The first edge of work: the requests leave the loader at edge 0 and the port at edge 1; the tile
/// is complete when its last burst is seen, the distributor knows one edge later, and sends weights
/// to each group of PEs by output channels, inputs to each group by pixels, an edge each; the last
/// PE begins behind them all.
std::uint64_t last_first_work(const Params& params, const Mapping& mapping) {
  return static_cast<std::uint64_t>(std::ceil(1 + params.dram.latency_ns + 1e-3)) + 2 +
         mapping.kernel_groups + mapping.pixel_groups;
}

/// The last block's way out: pipeline, an edge to be seen, post-processing, handing over,
/// collecting and ending.
std::uint64_t drain(const Case& c, std::uint64_t outputs) {
  const std::uint64_t filters = std::min<std::uint64_t>(c.shape.filters, c.params.pe.lanes);
  return c.params.pe.pipeline_edges + outputs * ceil_div(filters, c.params.ppu.width) + 3;
}

std::uint64_t counter(const core::LayerRecord& record, const std::string& path,
                      const std::string& action) {
  return record.counters.at(path).at(action);
}

}  // namespace

TEST_CASE("a divisible layer takes the cycles of the closed form") {
  const auto kernel = GENERATE(1U, 3U);
  const auto filters = GENERATE(64U, 256U);
  Case c = divisible(kernel, 64, filters, 32);
  const Mapping mapping = c.mapping();
  CAPTURE(kernel, filters);
  const auto record = c.run(mapping);
  CHECK(record.metrics.at("compute_bound_cycles") == static_cast<double>(c.work()));
  CHECK(record.cycles == last_first_work(c.params, mapping) + c.work() +
                             drain(c, mapping.blocking.blocks.back().pixels()));
  for (const char* waits : {"weight_wait", "input_wait", "output_wait", "no_work", "idle_lane",
                            "partial_vector", "padding"}) {
    CAPTURE(waits);
    CHECK(test::slot(record, waits) == 0);
  }
  CHECK(test::slot(record, "useful") + test::slot(record, "zero_operand") == record.macs);
}

TEST_CASE("accesses per multiply-accumulate are those of the dataflow") {
  const auto flow = GENERATE(Dataflow::os_lws, Dataflow::os, Dataflow::ws);
  Case c = divisible(3, 64, 64, 32);
  c.params.dataflow = flow;
  CAPTURE(static_cast<int>(flow));
  const Mapping mapping = c.mapping();
  const auto record = c.run(mapping);
  const std::uint64_t words = record.macs / (std::uint64_t{16} * 16);  // of all lanes of a PE
  const std::uint64_t outputs = c.shape.outputs() / 16;                // words of sums
  const std::uint64_t block = mapping.blocking.blocks.front().pixels();
  // Weight buffer: N / T bits, N, close to 0. Input buffer: N / L.
  const std::uint64_t reuse = flow == Dataflow::os_lws ? 16 : flow == Dataflow::os ? 1 : block;
  CHECK(counter(record, "pe/weight_buffer", "read") == words * 16 / reuse);  // of all lanes
  CHECK(counter(record, "pe/input_buffer", "read") == words);
  // Partial sums: 2 A / V bits, in the collector or, weight stationary, in the buffer.
  const std::uint64_t reads = counter(record, "pe/accumulation_buffer", "read");
  const std::uint64_t writes = counter(record, "pe/accumulation_buffer", "write");
  if (flow == Dataflow::ws) {
    CHECK(reads == words + outputs);
    CHECK(writes == words);
  } else {
    CHECK(reads == outputs * mapping.blocking.pieces.size());
    CHECK(writes == outputs * mapping.blocking.pieces.size());
  }
  CHECK(counter(record, "pe/vector_macs", "multiply") == record.macs);
  CHECK(counter(record, "pe/vector_macs", "reduce") == record.macs / 16);
  CHECK(counter(record, "pe/vector_macs", "combine") == 0);
  CHECK(counter(record, "pe/scale_units", "scale_product") == record.macs / 16);
}

TEST_CASE("lanes beyond the vector compute further output vectors of the same pixels") {
  Case c = divisible(3, 64, 64, 32);
  c.params.pe.lanes = 32;
  c.params.pe.accumulators *= 2;
  const auto record = c.run(c.mapping());
  CHECK(test::slot(record, "idle_lane") == 0);
  CHECK(record.metrics.at("compute_bound_cycles") == static_cast<double>(c.work()));
  CHECK(counter(record, "pe/ppu", "scale") == c.shape.outputs() / 16);
  c.params.pe.lanes = 40;  // of which a multiple of the vector is in use
  c.params.pe.accumulators = 80 * 64;
  CHECK(c.run(c.mapping()).metrics.at("compute_bound_cycles") ==
        record.metrics.at("compute_bound_cycles"));
}

TEST_CASE("cycles depend on neither scale widths nor the rounding of their product") {
  Case c = divisible(3, 64, 64, 32);
  const std::uint64_t cycles = c.run(c.mapping()).cycles;
  for (const std::uint32_t bits : {3U, 6U, 10U}) {
    c.params.weights.scale_bits = c.params.activations.scale_bits = bits;
    CHECK(c.run(c.mapping()).cycles == cycles);
    c.params.scale_product_bits = 4;
    CHECK(c.run(c.mapping()).cycles == cycles);
    c.params.scale_product_bits = 0;
  }
}

TEST_CASE("operands twice as wide as the multipliers take four passes") {
  const Case c = divisible(3, 64, 64, 32);
  Params wide = c.params;
  wide.edge_layer_bits = 8;
  const LayerFormats formats = layer_formats(wide, {true, false, false, false});
  CHECK(formats.width_passes == 4);
  const auto mapping = map_layer(c.shape, wide, formats, 1e6);
  Case w{wide, c.shape};
  const auto record = w.run(*mapping);
  CHECK(record.metrics.at("compute_bound_cycles") == 4.0 * static_cast<double>(c.work()));
  CHECK(test::slot(record, "extra_pass") == 3 * record.macs);
  CHECK(counter(record, "pe/vector_macs", "combine") == 4 * record.macs / 16);
  CHECK(counter(record, "pe/vector_macs", "reduce") == 4 * record.macs / 16);
}
