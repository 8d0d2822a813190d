// SPDX-License-Identifier: Apache-2.0
#include "kernel/channel.hpp"

#include <memory>
#include <vector>

#include "kernel/probe.hpp"
#include "support/catch.hpp"

using gossamer::core::Activity;
using gossamer::core::Edge;
using gossamer::kernel::Channel;
using gossamer::kernel::ChannelIn;
using gossamer::kernel::ChannelOut;
using gossamer::kernel::Settings;
using gossamer::kernel::Simulation;
using namespace gossamer::test;

TEST_CASE("what is pushed at one edge can be popped at the next, not before") {
  Simulation simulation{{}};
  Channel<int> channel{simulation, "channel", 2};
  CHECK_FALSE(channel.can_pop(Edge{1000}));
  channel.push(42, Edge{3});
  CHECK_FALSE(channel.can_pop(Edge{3}));
  CHECK(channel.can_pop(Edge{4}));
  CHECK(channel.front() == 42);
  CHECK(channel.pop(Edge{4}) == 42);
  CHECK_FALSE(channel.can_pop(Edge{1000}));
}

TEST_CASE("a slot freed at one edge can be filled at the next, not before") {
  Simulation simulation{{}};
  Channel<int> channel{simulation, "channel", 1};
  channel.push(1, Edge{0});
  CHECK_FALSE(channel.can_push(Edge{1000}));
  channel.pop(Edge{5});
  CHECK_FALSE(channel.can_push(Edge{5}));
  CHECK(channel.can_push(Edge{6}));
}

TEST_CASE("a channel has room for as many entries as slots were freed by then") {
  Simulation simulation{{}};
  Channel<int> channel{simulation, "channel", 3};
  CHECK(channel.can_push(Edge{0}, 3));
  CHECK_FALSE(channel.can_push(Edge{0}, 4));
  for (const int value : {1, 2, 3}) channel.push(value, Edge{0});
  channel.pop(Edge{4});
  channel.pop(Edge{6});
  CHECK(channel.can_push(Edge{5}, 1));
  CHECK_FALSE(channel.can_push(Edge{6}, 2));
  CHECK(channel.can_push(Edge{7}, 2));
  CHECK_FALSE(channel.can_push(Edge{7}, 3));
}

TEST_CASE("entries pushed ahead in a burst become visible one by one, each after its own edge") {
  Simulation simulation{{}};
  Channel<int> channel{simulation, "channel", 4};
  for (const std::uint64_t edge : {10, 12, 12, 15}) {
    channel.push(static_cast<int>(edge), Edge{edge});
  }
  CHECK_FALSE(channel.can_pop(Edge{10}));
  CHECK(channel.pop(Edge{11}) == 10);
  CHECK_FALSE(channel.can_pop(Edge{12}));
  CHECK(channel.pop(Edge{13}) == 12);
  CHECK(channel.pop(Edge{13}) == 12);
  CHECK_FALSE(channel.can_pop(Edge{15}));
  CHECK(channel.pop(Edge{16}) == 15);
}

TEST_CASE("slots freed ahead in a burst come back one by one, each after its own edge") {
  Simulation simulation{{}};
  Channel<int> channel{simulation, "channel", 2};
  channel.push(1, Edge{0});
  channel.push(2, Edge{0});
  channel.pop(Edge{20});
  channel.pop(Edge{23});
  CHECK_FALSE(channel.can_push(Edge{20}));
  CHECK(channel.can_push(Edge{21}));
  channel.push(3, Edge{21});
  CHECK_FALSE(channel.can_push(Edge{23}));
  CHECK(channel.can_push(Edge{24}));
}

TEST_CASE("entries leave in the order in which they came, through many turns of the ring") {
  Simulation simulation{{}};
  Channel<int> channel{simulation, "channel", 3};
  int next = 0;
  for (std::uint64_t edge = 0; edge < 100; ++edge) {
    channel.push(static_cast<int>(edge), Edge{edge});
    if (channel.can_pop(Edge{edge})) CHECK(channel.pop(Edge{edge}) == next++);
  }
  CHECK(next == 99);
}

TEST_CASE("a channel carries what can only be moved") {
  Simulation simulation{{}};
  Channel<std::unique_ptr<int>> channel{simulation, "channel", 1};
  channel.push(std::make_unique<int>(7), Edge{0});
  CHECK(*channel.pop(Edge{1}) == 7);
}

TEST_CASE("a push wakes the sleeping consumer one edge later, a pop the sleeping producer") {
  Simulation simulation{{}};
  Channel<int> channel{simulation, "channel", 1};
  Probe producer{"producer", simulation, doze};
  Probe consumer{"consumer", simulation, doze};
  ChannelOut<int> out{producer};
  ChannelIn<int> in{consumer};
  CHECK_FALSE(out.bound());
  CHECK_FALSE(in.bound());
  out.bind(channel);
  in.bind(channel);
  CHECK(out.bound());
  CHECK(in.bound());
  const Probe hand{"hand", simulation, once_at(4, [&](Probe&) { channel.push(1, Edge{6}); })};
  const Probe other{"other", simulation, once_at(8, [&](Probe&) { in.pop_at(Edge{11}); })};
  const Probe end{"end", simulation, end_at(20)};
  simulation.run();
  CHECK(consumer.steps == Edges{0, 7});
  CHECK(producer.steps == Edges{0, 12});
}

TEST_CASE("the ends of a channel act at their owners' edges, in whatever order modules run") {
  Settings settings;
  settings.module_order = GENERATE(0, 1, 2, 3, 4, 5, 6, 7);
  settings.single_step = GENERATE(false, true);
  Simulation simulation{settings};
  Channel<std::uint64_t> channel{simulation, "channel", 1};
  std::vector<std::pair<std::uint64_t, std::uint64_t>> received;  // pushed at, popped at
  std::unique_ptr<ChannelIn<std::uint64_t>> in;
  std::unique_ptr<ChannelOut<std::uint64_t>> out;
  Probe consumer{"consumer", simulation, [&](Probe& p) {
                   if (!in->can_pop()) return doze(p);
                   CHECK(in->can_pop_at(p.now()));
                   CHECK(in->front() + 1 == p.now().number());
                   received.emplace_back(in->pop(), p.now().number());
                   return Activity::busy;
                 }};
  Probe producer{"producer", simulation, [&](Probe& p) {
                   if (!out->can_push()) return doze(p);
                   out->push(p.now().number());
                   return Activity::busy;
                 }};
  in = std::make_unique<ChannelIn<std::uint64_t>>(consumer);
  out = std::make_unique<ChannelOut<std::uint64_t>>(producer);
  in->bind(channel);
  out->bind(channel);
  const Probe end{"end", simulation, end_at(6)};
  simulation.run();
  // One slot: full throughput needs two, because a freed slot is seen one edge later.
  CHECK(received == decltype(received){{0, 1}, {2, 3}, {4, 5}});
  CHECK(producer.activity().of(Activity::busy).count() == 4);
  CHECK(consumer.activity().of(Activity::busy).count() == 3);
}

TEST_CASE("push_at() sends what completes at a later edge") {
  Simulation simulation{{}};
  Channel<int> channel{simulation, "channel", 1};
  Probe producer{"producer", simulation, doze};
  ChannelOut<int> out{producer};
  out.bind(channel);
  out.push_at(5, Edge{30});
  CHECK_FALSE(channel.can_pop(Edge{30}));
  CHECK(channel.can_pop(Edge{31}));
}

TEST_CASE("random delays make entries and slots later, never earlier or in another order") {
  Settings settings;
  settings.stall_seed = GENERATE(1, 2, 3);
  Simulation simulation{settings};
  Channel<std::uint64_t> channel{simulation, "channel", 2};
  std::uint64_t now = 0;
  bool late = false;
  for (std::uint64_t value = 0; value < 200; ++value) {
    while (!channel.can_push(Edge{now})) ++now;
    channel.push(value, Edge{now});
    CHECK_FALSE(channel.can_pop(Edge{now}));
    late = late || !channel.can_pop(Edge{now + 1});
    while (!channel.can_pop(Edge{now})) ++now;
    CHECK(channel.pop(Edge{now}) == value);
  }
  CHECK(late);
}

TEST_CASE("a channel's state says how full it is") {
  Simulation simulation{{}};
  Channel<int> channel{simulation, "a to b", 3};
  channel.push(1, Edge{0});
  channel.push(1, Edge{0});
  CHECK(channel.name() == "a to b");
  CHECK(channel.state() == "2 of 3 entries");
}
