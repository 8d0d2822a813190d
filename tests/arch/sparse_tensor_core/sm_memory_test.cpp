// SPDX-License-Identifier: Apache-2.0
// Edges of the memories of an SM: shared memory, copy engine, epilogue.
#include "arch/sparse_tensor_core/copy_engine.hpp"
#include "arch/sparse_tensor_core/epilogue.hpp"
#include "arch/sparse_tensor_core/gemm_bench.hpp"
#include "arch/sparse_tensor_core/shared_memory.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::sparse_tensor_core;
using core::Activity;
using test::Probe;

namespace {

using Edges = std::vector<std::uint64_t>;

kernel::Settings either_mode() {
  kernel::Settings settings;
  settings.single_step = GENERATE(false, true);
  return settings;
}

SmWork work_on(const GemmBench& bench) {
  SmWork work;
  work.program.instruction = bench.plan.instruction();
  work.program.warps = 4;
  work.program.fragment_bytes = 6400;
  work.program.fragment_edges = 50;
  work.stages = 3;
  work.map = &bench.map;
  return work;
}

template <class T>
Edges edges_of(const Taken<T>& taken) {
  Edges edges;
  for (const auto& [edge, value] : taken.all) edges.push_back(edge);
  return edges;
}

}  // namespace

TEST_CASE("fragments take the edges of their banks and the latency, two sub-cores in turn") {
  const GemmBench bench{{64, 64, 64}};
  const SmWork work = work_on(bench);
  kernel::Simulation simulation{either_mode()};
  kernel::Channel<FragmentRequest> requests_0{simulation, "r0", 2};
  kernel::Channel<FragmentRequest> requests_1{simulation, "r1", 2};
  kernel::Channel<FragmentResponse> responses_0{simulation, "s0", 2};
  kernel::Channel<FragmentResponse> responses_1{simulation, "s1", 2};
  kernel::Channel<Fill> fills{simulation, "fills", 1};
  kernel::Channel<StageFilled> filled{simulation, "filled", 1};
  SharedMemory memory{"memory", simulation, bench.params.sm, work};
  memory.connect(requests_0, responses_0);
  memory.connect(requests_1, responses_1);
  memory.in_fills.bind(fills);
  memory.out_filled.bind(filled);
  Taken<FragmentResponse> got_0;
  Taken<FragmentResponse> got_1;
  Probe client{"client", simulation, [&](Probe& probe) {
                 if (probe.now() == core::Edge{0}) {
                   requests_0.push({0, 0}, probe.now());
                   requests_1.push({0, 1}, probe.now());
                 }
                 if (responses_0.can_pop(probe.now())) {
                   got_0.all.emplace_back(probe.now().number(), responses_0.pop(probe.now()));
                 }
                 if (responses_1.can_pop(probe.now())) {
                   got_1.all.emplace_back(probe.now().number(), responses_1.pop(probe.now()));
                 }
                 if (probe.now() == core::Edge{200}) probe.simulation().finish(probe.now());
                 return Activity::busy;
               }};
  simulation.run();
  // Asked for at 1. Seven turns of 8, 8, 8, 8, 8, 8 and 2 edges; the other's come in between.
  CHECK(edges_of(got_0) == Edges{1 + 6 * 8 + 6 * 8 + 2 + 29});
  CHECK(edges_of(got_1) == Edges{1 + 100 + 29});
  CHECK(memory.busy_edges() == 100);
  CHECK(memory.conflict_edges() == 0);
}

TEST_CASE(
    "the copy engine asks for as many slabs as there are stages, and then for one per stage "
    "that all warps have read") {
  const GemmBench bench{{64, 64, 512}};
  const SmWork work = work_on(bench);
  SharedStages stages(1, std::vector<Stage>(3));
  kernel::Simulation simulation{either_mode()};
  kernel::Channel<Launch> launches{simulation, "launches", 1};
  kernel::Channel<LoadRequest> loads{simulation, "loads", 8};
  kernel::Channel<LoadResponse> loaded{simulation, "loaded", 8};
  kernel::Channel<Fill> fills{simulation, "fills", 8};
  kernel::Channel<StageFilled> filled{simulation, "filled", 8};
  kernel::Channel<StageFilled> announced{simulation, "announced", 8};
  kernel::Channel<StageRead> read{simulation, "read", 8};
  CopyEngine engine{"engine", simulation, bench.params.sm, work, stages};
  engine.in_launches.bind(launches);
  engine.out_requests.bind(loads);
  engine.in_responses.bind(loaded);
  engine.out_fills.bind(fills);
  engine.in_filled.bind(filled);
  engine.connect(announced, read);
  Taken<LoadRequest> asked;
  Taken<Fill> to_fill;
  Taken<StageFilled> ready;
  Probe world{"world", simulation, [&](Probe& probe) {
                const core::Edge now = probe.now();
                if (now == core::Edge{0}) launches.push({0, 0}, now);
                while (loads.can_pop(now)) asked.all.emplace_back(now.number(), loads.pop(now));
                if (now == core::Edge{10}) {
                  loaded.push({{0, 0, 1}, nullptr}, now);  // the second slab first
                  loaded.push({{0, 0, 0}, nullptr}, now);
                }
                while (fills.can_pop(now)) {
                  to_fill.all.emplace_back(now.number(), fills.pop(now));
                  filled.push(to_fill.all.back().second.of, now);
                }
                while (announced.can_pop(now)) {
                  ready.all.emplace_back(now.number(), announced.pop(now));
                }
                if (now >= core::Edge{600} && now < core::Edge{604}) read.push({0, 0}, now);
                if (now == core::Edge{700}) probe.simulation().finish(now);
                return Activity::busy;
              }};
  simulation.run();
  CHECK(edges_of(asked) == Edges{2, 2, 2, 605});
  CHECK(asked.all.back().second.slab == 3);
  // 16 KiB at 64 bytes an edge, one behind the other.
  CHECK(edges_of(to_fill) == Edges{11 + 256, 11 + 512});
  // The first slab's warps wait for it, and those of the second for the first.
  CHECK(edges_of(ready) == Edges{11 + 512 + 2, 11 + 512 + 2});
  CHECK(ready.all.front().second.slab == 0);
}

TEST_CASE("the epilogue takes the port for the bytes of a warp, one warp at a time") {
  const GemmBench bench{{48, 64, 64}};  // the right half of the right warps is padding
  const SmWork work = work_on(bench);
  kernel::Simulation simulation{either_mode()};
  kernel::Channel<WarpDone> done{simulation, "done", 4};
  kernel::Channel<WarpDone> stores{simulation, "stores", 4};
  kernel::Channel<WarpStored> stored{simulation, "stored", 4};
  Epilogue epilogue{"epilogue", simulation, bench.params.sm, work};
  epilogue.connect(done);
  epilogue.out_stores.bind(stores);
  epilogue.out_stored.bind(stored);
  Taken<WarpDone> left;
  Probe world{"world", simulation, [&](Probe& probe) {
                const core::Edge now = probe.now();
                if (now == core::Edge{0}) {
                  done.push({0, 0, 0, nullptr}, now);
                  done.push({0, 0, 1, nullptr}, now);
                }
                if (stores.can_pop(now)) left.all.emplace_back(now.number(), stores.pop(now));
                if (now == core::Edge{200}) probe.simulation().finish(now);
                return Activity::busy;
              }};
  simulation.run();
  // 32 x 32 and 16 x 32 sums of 4 bytes at 64 bytes an edge.
  CHECK(edges_of(left) == Edges{1 + 64, 1 + 64 + 32});
}
