// SPDX-License-Identifier: Apache-2.0
#include "arch/int16/layer_run.hpp"

#include <algorithm>
#include <utility>

#include "arch/record.hpp"
#include "core/timeline.hpp"
#include "kernel/recorder.hpp"
#include "workload/operands.hpp"

namespace gossamer::arch::int16 {

namespace {

/// A way of running the layer, and what came of it.
struct Attempt {
  std::unique_ptr<PlannedLayer> plan;
  SimulationOptions options;
  core::LayerRecord record;
  std::unique_ptr<kernel::Recorder> recorder;
};

/// Attempts do not follow one another in time: each is recorded by itself.
void record_apart(Attempt& attempt) {
  attempt.recorder = std::make_unique<kernel::Recorder>(attempt.options.recorder->settings());
  attempt.options.recorder = attempt.recorder.get();
}

void run_invocation(Invocation& invocation, Attempt& attempt) {
  Values16 outputs{workload::output_shape(invocation.layer())};
  const std::uint64_t before = attempt.record.effectual_macs;
  attempt.plan->run(invocation, attempt.options, outputs, attempt.record);
  invocation.judge(outputs, attempt.record.effectual_macs - before, attempt.record);
}

/// The fastest attempt's record, with what there is to say about the others.
core::LayerRecord best_of(std::vector<Attempt>& attempts) {
  auto best = std::min_element(
      attempts.begin(), attempts.end(),
      [](const Attempt& a, const Attempt& b) { return a.record.cycles < b.record.cycles; });
  core::LayerRecord record = std::move(best->record);
  best->plan->complete(record);
  if (best->recorder) {
    record.timeline = std::make_shared<const core::Timeline>(best->recorder->timeline());
  }
  for (const Attempt& other : attempts) {
    if (&other == &*best) continue;
    record.metrics["cycles_if_" + other.plan->name()] = static_cast<double>(other.record.cycles);
    record.mismatches.insert(record.mismatches.end(), other.record.mismatches.begin(),
                             other.record.mismatches.end());
  }
  return record;
}

}  // namespace

core::LayerRecord run_layer(const workload::Layer& layer, const SimulationOptions& options,
                            std::uint64_t multipliers,
                            const std::function<Plans(const Values16& weights)>& plan) {
  const auto weights = workload::int16_weights(
      layer, options.seed, options.values ? workload::Values::drawn : workload::Values::ones);
  std::vector<Attempt> attempts;
  for (auto& planned : plan(weights)) {
    attempts.push_back(
        {std::move(planned), options, blank_record(layer, options, multipliers), nullptr});
    if (options.recorder != nullptr) record_apart(attempts.back());
  }
  for (std::size_t n = 0; n < layer.invocations(); ++n) {
    Invocation invocation{layer, options, weights, n};
    for (Attempt& attempt : attempts) run_invocation(invocation, attempt);
  }
  core::LayerRecord record = best_of(attempts);
  record.metrics["invocations"] = static_cast<double>(layer.invocations());
  record.checked = options.check && record.mismatches.empty();
  return record;
}

}  // namespace gossamer::arch::int16
