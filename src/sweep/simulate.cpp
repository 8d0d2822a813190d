// SPDX-License-Identifier: Apache-2.0
#include "sweep/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <new>
#include <stdexcept>

#include "core/byte_size.hpp"
#include "core/utf8.hpp"
#include "report/invariants.hpp"
#include "report/totals.hpp"

namespace gossamer::sweep {

namespace {

constexpr std::size_t longest_error = 2000;
constexpr std::uint64_t most_operand_bytes = std::uint64_t{256} << 20;

/// More than the limit of memory was needed.
class TooMuchMemory : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using SlotSums = std::array<std::uint64_t, core::slot_class_names.size()>;

void refuse_layers(const arch::Machine& machine, const std::vector<workload::Layer>& layers,
                   const arch::SimulationOptions& options, std::uint64_t memory) {
  core::Faults faults;
  for (const workload::Layer& layer : layers) {
    const std::string reason = machine.runs_kind(layer.kind)
                                   ? machine.refusal(layer, options)
                                   : "the machine has no hardware for this kind of layer";
    if (reason.empty()) continue;
    faults.add(layer.where, fmt::format("layer '{}' ({}): {}", layer.name, layer.kind, reason));
  }
  faults.throw_if_any();
  for (const workload::Layer& layer : layers) {
    const std::uint64_t bytes = machine.memory_bytes(layer, options);
    if (bytes <= memory) continue;
    throw TooMuchMemory{fmt::format("layer '{}' needs about {}; limits.memory_per_point is {}",
                                    layer.name, core::format_bytes(bytes),
                                    core::format_bytes(memory))};
  }
}

/// Multiplier-cycles by class.
SlotSums slot_sums(const report::RunReport& run) {
  SlotSums sums{};
  for (const auto& [reason, count] : report::total_slots(run)) {
    for (const core::SlotReason& known : run.slot_reasons) {
      if (known.name == reason) sums[static_cast<std::size_t>(known.what)] += count;
    }
  }
  return sums;
}

std::vector<Value> metric_values(const report::RunReport& run) {
  constexpr double j_per_pj = 1e-12;
  const report::Totals sum = report::totals(run);
  std::vector<Value> values{sum.cycles,
                            sum.time_s,
                            sum.macs,
                            sum.effectual_macs,
                            report::share(static_cast<double>(sum.effectual_macs),
                                          static_cast<double>(sum.multiplier_cycles)),
                            sum.energy_pj,
                            sum.energy_pj * j_per_pj * sum.time_s,
                            sum.dram_read_bytes,
                            sum.dram_write_bytes};
  for (const std::uint64_t count : slot_sums(run)) values.emplace_back(count);
  values.emplace_back(sum.area_mm2);
  return values;
}

Outcome outcome_of(report::RunReport run) {
  Outcome outcome;
  outcome.values = metric_values(run);
  for (const report::LayerReport& layer : run.layers) {
    for (const std::string& mismatch : layer.record.mismatches) {
      if (outcome.status != Status::wrong) {
        outcome = {Status::wrong, fmt::format("layer '{}': {}", layer.record.name, mismatch),
                   outcome.values, outcome.layers};
      }
    }
  }
  std::vector<report::LayerReport> all = std::move(run.layers);
  for (report::LayerReport& layer : all) {
    run.layers.clear();
    run.layers.push_back(std::move(layer));
    std::vector<Value> values = metric_values(run);
    values.resize(layer_metrics);
    const core::LayerRecord& record = run.layers.front().record;
    outcome.layers.push_back({record.name, record.kind, std::move(values)});
  }
  return outcome;
}

}  // namespace

Outcome failure(Status status, const std::string& error) {
  Outcome outcome;
  outcome.status = status;
  outcome.error = core::well_formed_utf8(error);
  if (outcome.error.size() > longest_error) {
    outcome.error.resize(longest_error);
    // Without the character that was cut.
    outcome.error.resize(core::first_malformed_utf8(outcome.error));
  }
  return outcome;
}

Outcome failure(const core::ConfigError& error) {
  std::vector<core::Fault> faults = error.faults();
  for (core::Fault& fault : faults) {
    fault.where.file = std::filesystem::path{fault.where.file}.filename().string();
  }
  return failure(Status::failed, core::ConfigError{std::move(faults)}.what());
}

Simulator::Simulator(const Sweep& sweep, Prices& prices)
    : sweep_{sweep},
      prices_{prices},
      operands_{std::min(sweep.limits.memory / 8, most_operand_bytes)} {}

Outcome Simulator::simulate(const Point& point) {
  const auto start = std::chrono::steady_clock::now();
  Outcome outcome = attempt(point);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  outcome.seconds = elapsed.count();
  return outcome;
}

Outcome Simulator::attempt(const Point& point) {
  try {
    const auto configuration = sweep_.bases[point.base].file->configure(overrides(sweep_, point));
    const auto chosen = layers(sweep_, point);
    const arch::SimulationOptions how = options(sweep_, point);
    refuse_layers(*configuration.machine, chosen, how, sweep_.limits.memory);
    check_files(*configuration.machine, chosen, point.workload);
    const cost::CostModel& model = prices_.of(configuration.operation).model;
    return outcome_of(run_layers(configuration, chosen, how, model));
  } catch (const core::ConfigError& error) {
    return failure(error);
  } catch (const core::SimulationStuck& error) {
    return failure(Status::failed, error.what());
  } catch (const TooMuchMemory& error) {
    return failure(Status::memory, error.what());
  } catch (const core::OutOfMemory& error) {
    return failure(Status::memory, error.what());
  } catch (const std::bad_alloc&) {
    return failure(Status::memory, "out of memory");
  } catch (const std::length_error&) {
    return failure(Status::memory, "out of memory");
  } catch (const std::exception& error) {
    return failure(Status::failed, error.what());
  }
}

/// Operand files that the machine cannot take.
void Simulator::check_files(const arch::Machine& machine,
                            const std::vector<workload::Layer>& layers, std::size_t workload) {
  const auto generated = [](const workload::Layer& layer) {
    return layer.weights.generated() && layer.activations.generated();
  };
  if (std::all_of(layers.begin(), layers.end(), generated)) return;
  if (checked_.count({workload, machine.operand_values()}) == 0) {
    workload::check_operand_values(layers, machine.operand_values());
    checked_.emplace(workload, machine.operand_values());
  }
  const workload::OperandCache::Use use{operands_};
  core::Faults faults;
  for (const workload::Layer& layer : layers) machine.check_operands(layer, faults);
  faults.throw_if_any();
}

/// The run with its prices, as the reports have it.
report::RunReport Simulator::run_layers(const arch::Configuration& configuration,
                                        const std::vector<workload::Layer>& layers,
                                        const arch::SimulationOptions& options,
                                        const cost::CostModel& prices) {
  const arch::Machine& machine = *configuration.machine;
  const arch::Operation& operation = configuration.operation;
  const core::Components components = machine.components();
  prices.check(components, machine.counters());
  report::RunReport run;
  run.clock_ghz = operation.clock_ghz;
  run.slot_reasons = machine.slot_reasons();
  run.area_mm2 = prices.area(components);
  for (const workload::Layer& layer : layers) {
    core::LayerRecord record = run_layer(machine, layer, options);
    cost::LayerEnergy energy =
        prices.energy(record, components, operation.clock_ghz, operation.voltage);
    run.layers.push_back({std::move(record), std::move(energy.leaves), std::move(energy.parts)});
    report::check_invariants(run.layers.back());
  }
  return run;
}

/// A layer that needs nearly all the memory has it to itself, so that what was simulated before
/// decides nothing.
core::LayerRecord Simulator::run_layer(const arch::Machine& machine, const workload::Layer& layer,
                                       const arch::SimulationOptions& options) {
  const std::uint64_t rest = sweep_.limits.memory - operands_.most_bytes();
  if (machine.memory_bytes(layer, options) > rest) {
    operands_.clear();
    return machine.simulate(layer, options);
  }
  const workload::OperandCache::Use use{operands_};
  return machine.simulate(layer, options);
}

}  // namespace gossamer::sweep
