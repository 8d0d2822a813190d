// SPDX-License-Identifier: Apache-2.0
#include "kernel/lookahead_module.hpp"

#include "kernel/channel.hpp"
#include "kernel/probe.hpp"
#include "support/catch.hpp"

using namespace gossamer::kernel;
using namespace gossamer::test;
using gossamer::core::Activity;
using gossamer::core::Edge;

namespace {

/// Passes numbers on, one an edge, not before the edge that each one names.
class Relay : public LookaheadModule {
 public:
  ChannelIn<std::uint64_t> in{*this};

  Relay(const sc_core::sc_module_name& name, Simulation& simulation)
      : LookaheadModule{name, simulation} {}
  std::string state() const override { return "relaying"; }

  /// (number, edge) of each.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> passed;

 private:
  bool act(Edge at) override {
    while (in.can_pop_at(at)) waiting_.push_back(in.pop_at(at));
    const bool passed_before = !passed.empty() && passed.back().second == at.number();
    if (passed_before) return true;
    if (next_ == waiting_.size() || Edge{waiting_[next_]} > at) return false;
    passed.emplace_back(waiting_[next_++], at.number());
    return true;
  }
  bool is_certain(Edge) const override { return next_ < waiting_.size(); }
  bool next_event(Edge at, Edge& next) const override {
    if (next_ == waiting_.size()) return false;
    next = Edge{std::max(waiting_[next_], at.number() + 1)};
    return true;
  }
  Activity waiting() const override {
    return next_ < waiting_.size() ? Activity::wait_output : Activity::wait_input;
  }

  std::vector<std::uint64_t> waiting_;
  std::size_t next_ = 0;
};

struct Result {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> passed;
  std::array<std::uint64_t, 4> edges;
  std::uint64_t in_bursts;
};

/// Numbers 10, 11, 12 and 30 come at edge 5, 20 edges before the run's end at 50 another 31.
Result run(bool single_step) {
  Settings settings;
  settings.single_step = single_step;
  Simulation simulation{settings};
  Channel<std::uint64_t> channel{simulation, "numbers", 8};
  ChannelOut<std::uint64_t>* out = nullptr;
  Probe source{"source", simulation, [&](Probe& probe) {
                 if (probe.now() == Edge{4}) {
                   for (std::uint64_t number : {10, 11, 12, 30}) out->push(number);
                 }
                 if (probe.now() == Edge{29}) out->push(31);
                 probe.sleep_until(probe.now() < Edge{4} ? Edge{4} : Edge{29});
                 return Activity::idle;
               }};
  ChannelOut<std::uint64_t> port{source};
  out = &port;
  Relay relay{"relay", simulation};
  const Probe end{"end", simulation, end_at(50)};
  port.bind(channel);
  relay.in.bind(channel);
  simulation.run();
  return {relay.passed, edges_of(relay), relay.burst_edges().count()};
}

}  // namespace

TEST_CASE("a look-ahead module acts at the edges it names, in bursts and edge by edge alike") {
  const Result ahead = run(false);
  const Result stepped = run(true);
  const std::vector<std::pair<std::uint64_t, std::uint64_t>> expected{
      {10, 10}, {11, 11}, {12, 12}, {30, 30}, {31, 31}};
  CHECK(ahead.passed == expected);
  CHECK(stepped.passed == expected);
  CHECK(ahead.edges == stepped.edges);
  CHECK(ahead.edges[0] == 5);
  CHECK(stepped.in_bursts == 0);
  CHECK(ahead.in_bursts > 20);
}
