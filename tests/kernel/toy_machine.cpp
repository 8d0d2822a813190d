// SPDX-License-Identifier: Apache-2.0
#include "kernel/toy_machine.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "kernel/channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::test {

namespace {

using core::Activity;
using core::Cycles;
using core::Edge;
using Number = std::uint64_t;
using Lanes = std::array<std::unique_ptr<kernel::Channel<Number>>, 2>;

class ToyModule : public kernel::Module {
 public:
  using Module::Module;
  std::string state() const override { return "toy"; }
  std::uint64_t steps() const { return steps_; }

 protected:
  Activity rest(Activity what) {
    sleep();
    return what;
  }
  std::uint64_t steps_ = 0;
};

/// Pushes one number an edge, ahead of the clock as long as slots are known to be free.
class Source : public ToyModule {
 public:
  Source(const sc_core::sc_module_name& name, kernel::Simulation& simulation, Lanes& lanes,
         std::uint32_t items)
      : ToyModule{name, simulation}, lanes_{lanes}, items_{items} {
    for (auto& lane : lanes_) lane->connect_producer(*this);
  }

 private:
  Activity step() override {
    ++steps_;
    kernel::Burst burst{*this};
    while (!burst.full() && sent_ < items_ && lanes_[sent_ % 2]->can_push(burst.at())) {
      lanes_[sent_ % 2]->push(sent_ * 2654435761U % 1009, burst.at());
      ++sent_;
      burst.add(Activity::busy, Cycles{1});
    }
    if (!burst.empty()) return burst.end();
    return rest(sent_ < items_ ? Activity::wait_output : Activity::idle);
  }

  Lanes& lanes_;
  std::uint32_t items_;
  std::uint32_t sent_ = 0;
};

/// Takes a number, works on it for 1 to 7 edges, and pushes the result.
class Worker : public ToyModule {
 public:
  kernel::ChannelIn<Number> in{*this};
  kernel::ChannelOut<Number> out{*this};
  using ToyModule::ToyModule;

 private:
  Activity step() override {
    ++steps_;
    if (left_ > Cycles{0}) return work();
    if (result_) return deliver();
    if (!in.can_pop()) return rest(Activity::wait_input);
    const Number number = in.pop();
    result_ = number * number + 1;
    left_ = Cycles{1 + number % 7};
    return work();
  }
  Activity work() {
    kernel::Burst burst{*this};
    const Cycles edges = std::min(left_, burst.room());
    burst.add(Activity::busy, edges);
    left_ = left_ - edges;
    return burst.end();
  }
  Activity deliver() {
    if (!out.can_push()) return rest(Activity::wait_output);
    out.push(*result_);
    result_.reset();
    return Activity::busy;
  }

  std::optional<Number> result_;
  Cycles left_{};
};

/// Takes results from the lanes in turn; every eighth time it rests for 25 edges.
class Sink : public ToyModule {
 public:
  Sink(const sc_core::sc_module_name& name, kernel::Simulation& simulation, Lanes& lanes,
       std::uint32_t items)
      : ToyModule{name, simulation}, lanes_{lanes}, items_{items} {
    for (auto& lane : lanes_) lane->connect_consumer(*this);
  }
  std::uint64_t checksum() const { return checksum_; }

 private:
  Activity step() override {
    ++steps_;
    if (now() < rested_) {
      sleep_until(rested_);
      return Activity::idle;
    }
    auto& lane = *lanes_[taken_ % 2];
    if (!lane.can_pop(now())) return rest(Activity::wait_input);
    checksum_ = checksum_ * 6364136223846793005U + lane.pop(now());
    if (++taken_ == items_) simulation().finish(now());
    if (taken_ % 8 == 0) rested_ = now() + Cycles{26};
    return Activity::busy;
  }

  Lanes& lanes_;
  std::uint32_t items_;
  std::uint32_t taken_ = 0;
  std::uint64_t checksum_ = 0;
  Edge rested_{};
};

}  // namespace

ToyResult run_toy_machine(const kernel::Settings& settings, std::uint32_t items) {
  kernel::Simulation simulation{settings};
  Lanes numbers;
  Lanes results;
  for (std::size_t lane = 0; lane < 2; ++lane) {
    numbers[lane] = std::make_unique<kernel::Channel<Number>>(simulation, "numbers", 5);
    results[lane] = std::make_unique<kernel::Channel<Number>>(simulation, "results", 2);
  }
  Source source{"source", simulation, numbers, items};
  Worker first{"first", simulation};
  Worker second{"second", simulation};
  Sink sink{"sink", simulation, results, items};
  const std::array<Worker*, 2> workers{&first, &second};
  for (std::size_t lane = 0; lane < 2; ++lane) {
    workers[lane]->in.bind(*numbers[lane]);
    workers[lane]->out.bind(*results[lane]);
  }
  simulation.run();
  ToyResult result{simulation.cycles(), sink.checksum(), {}, 0, 0};
  for (const kernel::Module* module : simulation.modules()) {
    result.activity.push_back(module->activity());
    result.burst_edges += module->burst_edges().count();
  }
  result.steps = source.steps() + first.steps() + second.steps() + sink.steps();
  return result;
}

}  // namespace gossamer::test
