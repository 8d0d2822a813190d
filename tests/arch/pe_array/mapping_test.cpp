// SPDX-License-Identifier: Apache-2.0
// How a layer is divided: what the mapping says of its tiles against those of the schedule, and
// its choice against the others.
#include <algorithm>
#include <limits>

#include "arch/pe_array/machines.hpp"
#include "arch/pe_array/random_chip.hpp"
#include "arch/pe_array/schedule.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"

using namespace gossamer;
using namespace gossamer::arch::pe_array;

namespace {

/// Input packets of the block and piece that have most. All have as many, but PEs that have a
/// single block where others have two keep its inputs.
std::uint64_t input_packets(const Schedule& schedule, const Mapping& mapping) {
  std::vector<std::uint64_t> packets(mapping.blocking.blocks.size() *
                                     mapping.blocking.pieces.size());
  for (const Packet& packet : schedule.packets) {
    if (packet.carries_weights) continue;
    ++packets[packet.inputs.block * mapping.blocking.pieces.size() + packet.inputs.piece];
  }
  return *std::max_element(packets.begin(), packets.end());
}

core::LayerRecord run(const std::string& parameters, const workload::Layer& layer) {
  arch::SimulationOptions options;
  options.values = false;
  const auto machine = test::pe_array_machine(parameters);
  REQUIRE(machine->refusal(layer, options).empty());
  return machine->simulate(layer, options);
}

}  // namespace

TEST_CASE("a mapping knows how often its inputs are sent") {
  std::size_t mapped = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    CAPTURE(seed);
    core::RandomStream random{seed, "mapping"};
    const Params params = random_params(random);
    const ConvShape shape = random_shape(random);
    const auto mapping = map_layer(shape, params, layer_formats(params, {}), 50.0);
    if (!mapping) continue;
    ++mapped;
    REQUIRE(mapping->input_fetches() == input_packets(make_schedule(*mapping, params), *mapping));
  }
  CHECK(mapped > 200);
}

TEST_CASE("the mapping that is chosen is as fast as any other, of grouped layers as well") {
  const auto parameters = GENERATE(as<std::string>{}, "{}", "pe: {vector: 64}");
  auto one_group = test::conv_layer(256, 28, 256, 3, 1, 0.5, 0.5);
  auto two_groups = test::conv_layer(1024, 28, 256, 1, 0, 0.5, 0.5);
  test::conv_of(two_groups).groups = 2;
  auto depthwise = test::conv_layer(64, 28, 64, 3, 1, 0.5, 0.5);
  test::conv_of(depthwise).groups = 64;
  for (const auto& layer : {one_group, two_groups, depthwise}) {
    CAPTURE(parameters, std::get<workload::Conv2d>(layer.shape).groups);
    std::uint64_t fastest = std::numeric_limits<std::uint64_t>::max();
    for (const char* groups : {"1", "2", "4", "8", "16"}) {
      const auto forced = parameters == "{}" ? "kernel_groups: " : parameters + "\nkernel_groups: ";
      fastest = std::min(fastest, run(forced + groups, layer).cycles);
    }
    const auto chosen = run(parameters, layer).cycles;
    // An estimate: fill, drain and waits are not in it.
    CHECK(static_cast<double>(chosen) <= 1.05 * static_cast<double>(fastest));
  }
}

TEST_CASE("vectors that are not full arrive no faster than the macros of a buffer take them") {
  Params params;
  params.pe.count = 1;
  ConvShape shape;
  shape.channels = 1;
  shape.filters = 16;
  shape.height = shape.width = shape.out_height = shape.out_width = 64;
  const auto mapping = map_layer(shape, params, layer_formats(params, {}), 50.0);
  REQUIRE(mapping);
  for (const Packet& packet : make_schedule(*mapping, params).packets) {
    if (packet.carries_weights) continue;
    const std::uint64_t words = vectors(mapping->blocking, packet.inputs);
    // 8 macros side by side; 68 bytes are as many full vectors and 68 of an element and a scale.
    CHECK(packet.transfer.edges == (words + 7) / 8);
    CHECK(packet.transfer.words < packet.transfer.edges);
  }
}
