// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/loaded_inputs.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/planar/scene.hpp"
#include "arch/planar/tiling.hpp"
#include "kernel/simulation.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::planar;
using core::Edge;

namespace {

InputBlocks three_channels() {
  workload::Conv2d conv = test::square(4, 1, 0);
  conv.channels = 3;
  core::RandomStream random{1, "inputs"};
  const auto image = test::random_values(random, std::size_t{3} * 16, 1000);
  return {ActivationFormat{}, conv, {Lattice{}}, {Tiling{conv, test::planar(1, 1)}}, image.data()};
}

/// One PE, and two steps that use channels 1 and 2 of three; the second step gives them up.
struct Scene {
  Scene() { inputs.listen(); }

  /// The next unit, pushed at an edge.
  void load(std::uint64_t edge) { channel.push({}, Edge{edge}); }

  InputBlocks blocks = three_channels();
  InputUnits units{blocks, {false, 3, {{0, 1, false}, {0, 1, true}}}, ActivationFormat{}, 48};
  kernel::Simulation simulation{{}};
  kernel::BroadcastChannel<InputUnit> channel{simulation, "units", 3};
  LoadedInputs inputs{&units, channel};
};

}  // namespace

TEST_CASE("inputs are there from the edge after they came, and not known before") {
  Scene scene;
  CHECK_FALSE(scene.inputs.there_from(0, 0));
  scene.load(4);
  scene.load(9);
  CHECK(scene.inputs.there_from(0, 0) == Edge{5});
  CHECK(scene.inputs.there_from(0, 1) == Edge{10});
  CHECK(scene.inputs.there_from(1, 1) == Edge{10});
  CHECK_FALSE(scene.inputs.there_from(0, 2));
}

TEST_CASE("slices that are there end before the first that is not, counted from the step's first") {
  Scene scene;
  scene.load(4);
  CHECK(scene.inputs.slices_there(0, 1, Edge{5}) == 0);
  scene.load(9);
  CHECK(scene.inputs.slices_there(0, 1, Edge{9}) == 0);
  CHECK(scene.inputs.slices_there(0, 1, Edge{10}) == 2);
  scene.load(10);
  CHECK(scene.inputs.slices_there(0, 1, Edge{11}) == 3);
}

TEST_CASE("only the last step that uses inputs gives them up, each once and in order") {
  Scene scene;
  for (std::uint64_t edge : {1, 2, 3}) scene.load(edge);
  CHECK_FALSE(scene.inputs.gives_up(0));
  scene.inputs.release(0, 1, 3, Edge{20});
  CHECK(scene.inputs.released() == 0);
  CHECK(scene.inputs.gives_up(1));
  scene.inputs.release(1, 1, 1, Edge{30});
  CHECK(scene.inputs.released() == 0);
  scene.inputs.release(1, 1, 2, Edge{30});
  CHECK(scene.inputs.released() == 2);
  CHECK(scene.channel.released(1, Edge{31}));
  CHECK_FALSE(scene.channel.released(1, Edge{30}));
  CHECK_FALSE(scene.channel.released(2, Edge{99}));
  scene.inputs.release(1, 1, 3, Edge{40});
  CHECK(scene.inputs.released() == 3);
  CHECK(scene.channel.idle());
}

TEST_CASE("resident inputs are there from the first edge, and are not given up") {
  kernel::Simulation simulation{{}};
  kernel::BroadcastChannel<InputUnit> channel{simulation, "units", 1};
  LoadedInputs inputs{nullptr, channel};
  inputs.listen();
  CHECK_FALSE(inputs.loads());
  CHECK(inputs.there_from(5, 7) == Edge{0});
  inputs.release(5, 0, 7, Edge{9});
  CHECK(inputs.released() == 0);
  channel.push({}, Edge{1});
  CHECK(channel.idle());
}
