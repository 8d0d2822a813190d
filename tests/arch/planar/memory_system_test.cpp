// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/memory_system.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/planar/scene.hpp"
#include "arch/planar/tiling.hpp"
#include "kernel/probe.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::planar;
using core::Activity;
using core::Edge;

namespace {

/// Two PEs whose outputs of three filters are there at once; one filter is a step.
struct Scene {
  explicit Scene(bool writes)
      : simulation{{}},
        starts{simulation, "starts", 2},
        pes{simulation, "PEs", 0},
        halos{simulation, "halos", 0},
        drained{simulation, "drained", 0},
        sequencer{"sequencer", simulation, {3, writes, 2}, {pes, halos, drained}, starts},
        system{simulation, {{ActivationFormat{}, 0, 64}, {}, 2}, weights, nullptr, 2},
        listener{"listener", simulation, [this](test::Probe& probe) { return listen(probe); }} {
    conv = test::square(6, 1, 0);
    conv.filters = 3;
    core::RandomStream random{1, "outputs"};
    image = test::random_values(random, 3 * 36, 700);
    starts.add_reader(listener);
    const Tiling tiling{conv, test::planar(2, 1)};
    for (std::uint32_t filter = 0; filter < 3; ++filter) {
      for (std::uint32_t pe = 0; pe < 2; ++pe) {
        system.outputs(pe).append(filter, filter, tiling.output(pe),
                                  image.data() + filter * 36 + pe * 18);
      }
    }
    if (writes) system.write_outputs(sequencer);
    simulation.run();
  }

  Activity listen(test::Probe& probe) {
    for (; heard < starts.pushed() && starts.visible_from(heard) <= probe.now(); ++heard) {
      starts.release(0, heard, probe.now());
    }
    probe.sleep();
    return Activity::idle;
  }

  std::vector<std::uint8_t> weights = std::vector<std::uint8_t>(100, 7);
  workload::Conv2d conv;
  std::vector<std::int16_t> image;
  kernel::Simulation simulation;
  kernel::BroadcastChannel<StepStart> starts;
  kernel::Barrier pes;
  kernel::Barrier halos;
  kernel::Barrier drained;
  Sequencer sequencer;
  MemorySystem system;
  test::Probe listener;
  std::size_t heard = 0;
};

}  // namespace

TEST_CASE("outputs are read back from the memories, or from DRAM once they have been written") {
  const bool writes = GENERATE(false, true);
  Scene scene{writes};
  CAPTURE(writes);
  CHECK(scene.system.read_outputs(scene.conv, 3) == scene.image);
  CHECK(scene.system.most_stored_outputs() == 3 * 18);
  // Two bytes a value and a count for each block.
  CHECK(scene.system.dram_port().bytes_written() == (writes ? 3 * 2 * (2 + 2 * 18) : 0));
  CHECK(scene.system.stats().size() == (writes ? 3 : 1));
}
