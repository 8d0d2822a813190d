// SPDX-License-Identifier: Apache-2.0
// What the global buffer holds, what comes from DRAM instead, and how tiles are packed in both.
#include "arch/pe_array/machines.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/records.hpp"

using namespace gossamer;
using arch::SimulationOptions;
using test::conv_layer;
using test::conv_of;
using test::pe_array_machine;
using test::widths;

namespace {

core::LayerRecord run(const std::string& parameters, const workload::Layer& layer,
                      SimulationOptions options = {}) {
  options.check = options.fault.empty();
  const auto machine = pe_array_machine(parameters);
  REQUIRE(machine->refusal(layer, options) == "");
  return machine->simulate(layer, options);
}

}  // namespace

TEST_CASE("activations that the global buffer does not hold go through DRAM, and are right") {
  const std::string room =
      "pe: {input_elements: 256}\nglobal_buffer: {activation_elements: 4096}\n";
  struct Spill {
    const char* what;
    std::uint32_t channels, filters;
    bool reads, writes;
  };
  const auto spill = GENERATE(values<Spill>({{"nothing", 16, 16, false, false},
                                             {"inputs", 64, 16, true, false},
                                             {"outputs", 16, 64, false, true},
                                             {"both", 64, 64, true, true}}));
  CAPTURE(spill.what);
  const auto layer = conv_layer(spill.channels, 11, spill.filters, 1, 0, 0.5, 0.5);
  const auto record = run(room, layer);
  test::require_sound(record);
  CHECK(record.spilled == (spill.reads || spill.writes));
  CHECK((static_cast<double>(record.dram_read_bytes) > record.metrics.at("dram_weight_bytes")) ==
        spill.reads);
  CHECK((record.dram_write_bytes > 0) == spill.writes);
  const auto resident = run("pe: {input_elements: 256}", layer);
  CHECK_FALSE(resident.spilled);
  CHECK(resident.slots.front() == record.slots.front());  // useful
}

TEST_CASE(
    "weights that stay for all blocks fit the global buffer as bytes, not as elements alone") {
  // 64 units of two passes, each nine vectors of two elements: 2304 elements in 128 x 11 bytes.
  auto layer = conv_layer(128, 12, 128, 3, 1, 0.5, 0.5);
  conv_of(layer).groups = 64;
  const auto record =
      run("pe: {count: 64, lanes: 1, vector: 2, weight_elements: 64, accumulators: 64, "
          "input_elements: 1024}\nweights: {bits: 3, scale_bits: 3}\n"
          "activations: {bits: 4, scale_bits: 4}\nkernel_groups: 64\n"
          "global_buffer: {weight_elements: 2304}\n",
          layer);
  test::require_sound(record);
}

TEST_CASE("vectors that the channels do not fill move and are kept as what they have") {
  auto layer = conv_layer(64, 12, 64, 3, 1, 0.5, 0.5);
  conv_of(layer).groups = 64;
  const auto four = run(widths(4, 4, 4, 4), layer);
  CHECK(four.metrics.at("effective_bits_activations") == 8);  // an element, and a scale
  CHECK(four.metrics.at("dram_weight_bytes") == 64 * 9);
  const auto eight =
      run(widths(8, 8, 0, 0) + "global_buffer: {activation_elements: 262144}", layer);
  CHECK(eight.metrics.at("effective_bits_activations") == 8);
  CHECK(eight.metrics.at("dram_weight_bytes") == 64 * 9);
  CHECK_FALSE(eight.spilled);
  // 64 x 144 bytes in as many bytes out: both fit 18,432 bytes, and neither fits if padded.
  const std::string least = "pe: {input_elements: 1024}\nglobal_buffer: {activation_elements: ";
  CHECK_FALSE(run(widths(8, 8, 0, 0) + least + "18432}", layer).spilled);
  CHECK(run(widths(8, 8, 0, 0) + least + "18416}", layer).spilled);
  // From DRAM: no more than the blocks with their halos.
  const auto spilled = run(widths(8, 8, 0, 0) +
                               "pe: {input_elements: 256}\n"
                               "global_buffer: {activation_elements: 4096}",
                           layer);
  CHECK(spilled.dram_write_bytes == 64 * 144);
  CHECK(static_cast<double>(spilled.dram_read_bytes) - spilled.metrics.at("dram_weight_bytes") <
        64 * 144 * 9);
}

TEST_CASE("the outputs of a wide last layer count as what they take") {
  auto layer = conv_layer(16, 16, 64, 1, 0, 0.5, 0.5);
  layer.last = true;  // 16 and 64 x 256 elements of 8 bits
  const auto room = [](int elements) {
    return "pe: {input_elements: 512}\nglobal_buffer: {activation_elements: " +
           std::to_string(elements) + "}";
  };
  CHECK_FALSE(run(room((20 * 1024 * 8 / 68 + 1) * 16), layer).spilled);
  CHECK(run(room(19 * 1024 * 8 / 68 * 16), layer).spilled);
}

TEST_CASE("outputs that leave for DRAM take its bandwidth, not its latency") {
  const auto layer = conv_layer(64, 128, 64, 1, 0, 0.5, 0.5);
  SimulationOptions options;
  options.values = false;
  const auto cycles = [&](const std::string& bandwidth) {
    const auto record = pe_array_machine(
                            "global_buffer: {activation_elements: 1200000}\n"
                            "network: {output_vectors_per_edge: 4}\n"
                            "dram: {bandwidth_gb_per_s: " +
                            bandwidth + "}")
                            ->simulate(layer, options);
    CHECK(record.dram_write_bytes == 128 * 128 * 4 * 17 / 2);
    return static_cast<double>(record.cycles);
  };
  CHECK(cycles("50") < 1.05 * 128 * 128);              // the output network
  CHECK(cycles("20") < 1.05 * 128 * 128 * 34.0 / 20);  // outputs
}

TEST_CASE("outputs on their way to DRAM are written to the global buffer and read from it") {
  const auto layer = conv_layer(16, 11, 64, 1, 0, 0.5, 0.5);
  const auto spilled =
      run("pe: {input_elements: 256}\nglobal_buffer: {activation_elements: 4096}\n", layer);
  const auto resident = run("pe: {input_elements: 256}", layer);
  const auto count = [](const core::LayerRecord& record, const char* action) {
    return record.counters.at("global_buffer").at(action);
  };
  REQUIRE(spilled.dram_read_bytes == resident.dram_read_bytes);  // the inputs are on chip in both
  CHECK(count(spilled, "write") == count(resident, "write"));
  CHECK(count(spilled, "read") > count(resident, "read"));
}
