// SPDX-License-Identifier: Apache-2.0
#include "cli/layer_workers.hpp"

#include <poll.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <list>
#include <memory>
#include <new>
#include <numeric>
#include <stdexcept>

#include "cli/worker_message.hpp"
#include "cli/worker_process.hpp"
#include "core/errors.hpp"

namespace gossamer::cli {

namespace {

[[noreturn]] void throw_out_of_memory(const workload::Layer& layer) {
  throw core::OutOfMemory{"layer '" + layer.name +
                          "': out of memory; lower -j, or --max-memory to have such layers refused "
                          "at the start, or use a host with more"};
}

/// The machine knows what it waited for, not which layer of the network that was.
core::LayerRecord simulate_layer(const arch::Machine& machine, const workload::Layer& layer,
                                 arch::SimulationOptions options, const Recording& recording) {
  try {
    if (!recording) return machine.simulate(layer, options);
    kernel::RecorderSettings settings = *recording;
    settings.layer = layer.name;
    kernel::Recorder recorder{std::move(settings)};
    options.recorder = &recorder;
    core::LayerRecord record = machine.simulate(layer, options);
    if (record.timeline == nullptr) {
      record.timeline = std::make_shared<const core::Timeline>(recorder.timeline());
    }
    return record;
  } catch (const core::SimulationStuck& stuck) {
    throw core::SimulationStuck{"layer '" + layer.name + "': " + stuck.what()};
  } catch (const std::bad_alloc&) {
    throw_out_of_memory(layer);
  } catch (const std::length_error&) {
    throw_out_of_memory(layer);
  }
}

std::vector<core::LayerRecord> simulate_here(const arch::Machine& machine,
                                             const std::vector<workload::Layer>& layers,
                                             const arch::SimulationOptions& options,
                                             Progress& progress, const Recording& recording) {
  std::vector<core::LayerRecord> records;
  for (const auto& layer : layers) {
    progress.started(layer.name);
    records.push_back(simulate_layer(machine, layer, options, recording));
    progress.finished(records.back().cycles);
  }
  return records;
}

std::vector<std::size_t> longest_first(const std::vector<workload::Layer>& layers) {
  const auto work = [&layers](std::size_t i) {
    return workload::macs(layers[i]) * layers[i].invocations();
  };
  std::vector<std::size_t> order(layers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&work](std::size_t a, std::size_t b) { return work(a) > work(b); });
  return order;
}

/// Hands layers to worker processes and puts their records in order.
class LayerWorkers {
 public:
  LayerWorkers(const arch::Machine& machine, const std::vector<workload::Layer>& layers,
               const arch::SimulationOptions& options, unsigned jobs, Progress& progress,
               const Recording& recording)
      : machine_{machine},
        layers_{layers},
        options_{options},
        jobs_{jobs},
        progress_{progress},
        recording_{recording},
        waiting_{longest_first(layers)},
        records_(layers.size()),
        first_failed_{layers.size()} {}

  std::vector<core::LayerRecord> run() {
    while (!waiting_.empty() || !running_.empty()) {
      start();
      receive();
    }
    if (failure_) std::rethrow_exception(failure_);
    return std::move(records_);
  }

 private:
  struct Task {
    Task(std::size_t i, const std::function<std::vector<std::uint8_t>()>& work)
        : layer{i}, process{work} {}

    std::size_t layer;
    WorkerProcess process;
  };

  void start() {
    while (running_.size() < jobs_ && !waiting_.empty()) {
      const std::size_t next = waiting_.front();
      waiting_.erase(waiting_.begin());
      const auto simulate = [this, next] {
        return simulate_layer(machine_, layers_[next], options_, recording_);
      };
      running_.emplace_back(next, [&simulate] { return pack_outcome(simulate); });
      progress_.started(layers_[next].name);
    }
  }

  void receive() {
    std::vector<pollfd> descriptors;
    for (const Task& task : running_) {
      descriptors.push_back({task.process.descriptor(), POLLIN, 0});
    }
    if (poll(descriptors.data(), descriptors.size(), -1) < 0) return;
    auto task = running_.begin();
    for (const pollfd& descriptor : descriptors) {
      const auto here = task++;
      if (descriptor.revents == 0 || here->process.receive()) continue;
      finish(*here);
      running_.erase(here);
    }
    if (failure_) drop_later_layers();
  }

  void finish(Task& task) {
    const std::string death = task.process.finish();
    try {
      if (!death.empty()) {
        throw std::runtime_error{"layer '" + layers_[task.layer].name + "': its worker process " +
                                 death + "; fewer jobs (-j) need less memory"};
      }
      records_[task.layer] = unpack_outcome(task.process.bytes());
      progress_.finished(records_[task.layer].cycles);
    } catch (...) {
      if (task.layer < first_failed_) {
        first_failed_ = task.layer;
        failure_ = std::current_exception();
      }
    }
  }

  /// Only an earlier layer could still change which failure is reported.
  void drop_later_layers() {
    const auto later = [this](std::size_t layer) { return layer > first_failed_; };
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(), later), waiting_.end());
    running_.remove_if([&later](const Task& task) { return later(task.layer); });
  }

  const arch::Machine& machine_;
  const std::vector<workload::Layer>& layers_;
  const arch::SimulationOptions& options_;
  const std::size_t jobs_;
  Progress& progress_;
  const Recording& recording_;
  std::vector<std::size_t> waiting_;
  std::list<Task> running_;
  std::vector<core::LayerRecord> records_;
  std::size_t first_failed_;
  std::exception_ptr failure_;
};

}  // namespace

std::vector<core::LayerRecord> simulate_layers(const arch::Machine& machine,
                                               const std::vector<workload::Layer>& layers,
                                               const arch::SimulationOptions& options,
                                               unsigned jobs, Progress& progress,
                                               const Recording& recording) {
  if (jobs <= 1) return simulate_here(machine, layers, options, progress, recording);
  return LayerWorkers{machine, layers, options, jobs, progress, recording}.run();
}

}  // namespace gossamer::cli
