// SPDX-License-Identifier: Apache-2.0
// What a layer makes memories, buses and PEs do.
#include "arch/dlac/layer_run.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"

using namespace gossamer;
using namespace gossamer::arch::dlac;
using test::conv_layer;

namespace {

core::LayerRecord run(const Params& params, const workload::Layer& layer) {
  arch::SimulationOptions options;
  options.values = false;
  return run_layer(params, 1.0, layer, options);
}

workload::Layer named(workload::Layer layer, const std::string& weights) {
  layer.precision.weights = weights;
  return layer;
}

}  // namespace

TEST_CASE("actions are those of the windows and pairs of a layer") {
  Params params;
  const auto layer = conv_layer(16, 8, 20, 3, 0, 0.5, 0.4);
  const auto record = run(params, layer);
  const auto count = [&](const std::string& path, const std::string& action) {
    return record.counters.at(path).at(action);
  };
  const std::uint64_t windows = 9 * 2;
  const std::uint64_t outputs = 36 * 20;
  CHECK(count("pe/datapath", "accumulate") == record.effectual_macs);
  CHECK(count("pe/selector", "select") == record.effectual_macs);
  CHECK(count("pe/selector", "match") == windows * outputs);
  CHECK(count("pe/activation_fifo", "push") == windows * outputs);
  CHECK(count("pe/weight_fifo", "pop") == windows * outputs);
  CHECK(count("activation_buffer", "read") == windows * 36 * 2);  // of two filter blocks
  CHECK(count("activation_broadcast", "send") == windows * 36 * 2);
  CHECK(count("weight_buffer", "read") == windows * 20 * 3);  // of three tiles
  CHECK(count("weight_buffer", "write") == windows * 20);
  CHECK(count("activation_buffer", "write") == 36 * 3);  // outputs: 16 and 4 channels
  CHECK(count("drain", "multiply") == outputs);
  CHECK(count("drain", "output") == outputs);
  params.grid.stream_pes = 4;
  CHECK(run(params, layer).counters.at("activation_buffer").at("read") == windows * 36 * 5);
}

TEST_CASE("operands wider than a buffer's words are written as they are read, word by word") {
  Params params;
  params.activations.type = ActivationType::integer;  // words of 8 x 8 and 8 x 2 bits
  auto layer = named(conv_layer(11, 8, 20, 3, 0, 1.0, 1.0), "fp32");
  layer.precision.activations = "fp32";
  const auto count = [&](const core::LayerRecord& record, const char* buffer, const char* action) {
    return record.counters.at(buffer).at(action);
  };
  const auto kept = run(params, layer);
  // Windows of 8 and 3 channels: 4 and 2 words of activations, 16 and 6 of weights.
  CHECK(count(kept, "weight_buffer", "write") == 9 * 22 * 20);
  CHECK(count(kept, "weight_buffer", "read") == 9 * 22 * 20 * 9);     // of nine tiles
  CHECK(count(kept, "activation_buffer", "read") == 9 * 6 * 36 * 2);  // of two filter blocks
  CHECK(count(kept, "activation_buffer", "write") == 36 * (2 * 4 + 2));
  params.activation_buffer.kib =
      5;  // inputs, 2816 bytes, from DRAM in two bands, all outputs to it
  const auto through = run(params, layer);
  REQUIRE(through.spilled);
  const std::uint64_t positions = (through.dram_read_bytes - kept.dram_read_bytes) / (11 * 4);
  CHECK(count(through, "activation_buffer", "write") == positions * 6);
}
